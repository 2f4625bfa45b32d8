/**
 * A Redis for the contract: the one that REDIS_URL names, or a server of the test's own on a free loopback port.
 *
 * Where neither is to be had, `unavailable` says why, and the suite is reported as skipped with that reason.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

const givenUrl = process.env['REDIS_URL'];

export const unavailable: string | null =
  givenUrl !== undefined || spawnSync('redis-server', ['--version']).status === 0
    ? null
    : 'no REDIS_URL is set and no redis-server is installed';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}

export async function startRedisServer(): Promise<RedisServer> {
  if (givenUrl !== undefined) return { url: givenUrl, stop: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'coalition-redis-'));
  const port = await freePort();
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, ...durable];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  await answering(url);
  return { url, stop: () => stopServer(server, folder) };
}

/** Waits until the server takes commands; the client tries again by itself until then. */
async function answering(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  const exited = once(server, 'exit');
  server.kill();
  await exited;
  await rm(folder, { recursive: true, force: true });
}
