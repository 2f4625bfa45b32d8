/**
 * A Redis of a test's own that forgets nothing it has answered, so that it may be killed; absent where none is
 * installed.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface LastingRedis {
  readonly url: string;
  /** Kills the server and starts it again on the same folder and port. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis that somebody else runs is not ours to kill, so REDIS_URL is of no use here. */
export const isRedisInstalled: boolean = spawnSync('redis-server', ['--version']).status === 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export async function startLastingRedis(): Promise<LastingRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'coalition-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await startServer(folder, port);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  return {
    url,
    async crash() {
      await end('SIGKILL');
      server = await startServer(folder, port);
    },
    async stop() {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(folder: string, port: number): Promise<ChildProcess> {
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const server = spawn('redis-server', [...where, ...durable], { stdio: 'ignore' });
  const redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
  return server;
}
