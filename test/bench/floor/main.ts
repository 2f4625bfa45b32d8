/** The floor of answering over HTTP: `node:http` alone, giving the same bytes to everyone. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let answer = Buffer.from('{"data":{}}');

process.on('message', (text: string) => {
  answer = Buffer.from(text);
});
process.on('disconnect', () => process.exit(0));

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ listening: (server.address() as AddressInfo).port }));
