/** Connections made to hurt: each costs its sender the connection, and nobody else notices. */
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Door, eventually, Follower, openDoor } from './fixture/door.js';

const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.gateway.stop());

/** Sends the text as it is and gives what came back until the connection ended. */
function said(text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(door.gateway.port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
  });
}

describe('a request for a WebSocket', () => {
  test.each([
    ['with a host that is none', `GET /graphql HTTP/1.1\r\nHost: a b\r\n${UPGRADE}`],
    ['to a place that is none', `GET // HTTP/1.1\r\nHost: x\r\n${UPGRADE}`],
  ])('%s is answered with 400', async (_what, text) => {
    expect(await said(text)).toContain('400 Bad Request');
    expect((await door.ask('{ me { id } }')).status).toBe(200);
  });

  test('that is refused and torn down at once takes nothing with it', async () => {
    for (let times = 0; times < 20; times += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect(door.gateway.port, '127.0.0.1', () => {
          socket.write(`GET /elsewhere HTTP/1.1\r\nHost: x\r\n${UPGRADE}`, () => socket.resetAndDestroy());
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
      });
    }
    expect((await door.ask('{ me { id } }')).status).toBe(200);
  });
});

test('whoever sends and never reads is not read from either, so that answers do not pile up', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${door.gateway.port}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.once('open', resolve));
  socket.pause();
  const ping = JSON.stringify({ type: 'ping', payload: { echo: 'x'.repeat(60_000) } });
  for (let times = 0; times < 1_000; times += 1) socket.send(ping);
  let unsent = -1;
  // It settles either at nothing, when all 60 MB were taken, or at what the gateway leaves with the sender.
  while (unsent !== socket.bufferedAmount) {
    unsent = socket.bufferedAmount;
    for (let times = 0; times < 50; times += 1) await door.ask('{ me { id } }');
  }
  expect(unsent).toBeGreaterThan(20_000_000);
  socket.resume();
  await eventually(() => socket.bufferedAmount === 0);
  socket.terminate();
});

test('a subscription whose one field is left out by a directive is refused, and its socket stays', async () => {
  const client = door.client();
  const query = 'subscription ($no: Boolean!) { boardChanged @skip(if: $no) { version } }';
  const left = new Follower(client, { query, variables: { no: true } });
  expect(await left.until(() => left.ended)).toMatchObject([
    { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  ]);
  const other = new Follower(client, { query: '{ me { id } }' });
  expect((await other.until(() => other.frames[0])).data).toEqual({ me: { id: 'ann' } });
});

test('a path that no text has is the mistake of whoever sent it', async () => {
  const answer = await fetch(`${door.gateway.url}/dev/issuer/%E0%A4%A`, { headers: { accept: 'text/html' } });
  expect(answer.status).toBeLessThan(500);
});
