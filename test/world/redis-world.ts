/**
 * The Redis of a test run that asks for one: the server of REDIS_URL, or one started for the test when REDIS is
 * set.
 */
import { startRedisServer } from '../subgraph/bus/redis-server.js';

export interface TestRedis {
  readonly url: string | undefined;
  stop(): Promise<void>;
}

/** Gives no address unless the run asks for Redis (`REDIS=1` or `REDIS_URL`). */
export async function testRedis(): Promise<TestRedis> {
  const given = process.env['REDIS_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  if (process.env['REDIS'] === undefined) return { url: undefined, stop: async () => undefined };
  return startRedisServer();
}
