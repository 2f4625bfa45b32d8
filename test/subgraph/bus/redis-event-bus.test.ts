/** The bus on Redis Streams keeps the same contract. */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRedisEventBus } from '../../../shared/platform/bus/redis-event-bus.js';
import { openLog } from '../../../shared/platform/telemetry/log.js';
import { openLine } from '../../world/silent-line.js';
import { type BusWorld, describeEventBus, enrolments } from './event-bus-contract.js';
import { type RedisServer, startRedisServer, unavailable } from './redis-server.js';

const log = openLog({ part: 'test', level: 'silent' });

async function withRedis(url: string, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(url);
  await work(redis);
  redis.disconnect();
}

async function removeKeys(url: string, pattern: string): Promise<void> {
  await withRedis(url, async (redis) => {
    const keys = await redis.keys(pattern);
    if (keys.length > 0) await redis.del(...keys);
  });
}

/** A namespace of its own stands for an empty server. */
function newWorld({ url }: RedisServer): BusWorld {
  const namespace = `test-${randomUUID()}`;
  return {
    open: () => openRedisEventBus({ url, log, namespace }),
    cutConnections: () =>
      withRedis(url, async (redis) => {
        await redis.client('KILL', 'TYPE', 'pubsub');
        await redis.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      }),
    seizeRoles: () => removeKeys(url, `${namespace}:lease:*`),
    destroy: () => removeKeys(url, `${namespace}:*`),
  };
}

const title = unavailable === null ? 'with a Redis server' : `skipped: ${unavailable}`;

describe.skipIf(unavailable !== null)(title, () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedisServer();
  });

  afterAll(async () => {
    await server?.stop();
  });

  describeEventBus('Redis Streams', async () => newWorld(server));

  test('a line to Redis that dies without a word is noticed, and signals and publishing go on', async () => {
    const line = await openLine(Number(new URL(server.url).port));
    const namespace = `test-${randomUUID()}`;
    const url = `redis://127.0.0.1:${line.port}`;
    const cut = await openRedisEventBus({ url, log, namespace, heartbeatMs: 200 });
    const well = await openRedisEventBus({ url: server.url, log, namespace });
    const heard: string[] = [];
    await cut.onSignal('board', (text) => heard.push(text));
    line.cutWithoutAWord();
    const patience = { timeout: 20_000, interval: 50 };
    const isHeard = async () => {
      await well.signal('board', 'moved');
      return heard.length > 0;
    };
    await expect.poll(isHeard, patience).toBe(true);
    const isPublished = async () =>
      cut.publish('members.events', enrolments(1)).then(
        () => true,
        () => false,
      );
    await expect.poll(isPublished, patience).toBe(true);
    await Promise.all([cut.close(), well.close()]);
    line.close();
    await removeKeys(server.url, `${namespace}:*`);
  });

  test('a leader that no longer renews its lease is told so, and replaced when the lease runs out', async () => {
    const world = newWorld(server);
    const dead = await world.open();
    let lost: AbortSignal | undefined;
    let bury = (): void => undefined;
    // Work that ignores its signal is the nearest thing to a dead process.
    const deaf = new Promise<void>((resolve) => {
      bury = resolve;
    });
    dead.lead('relay:members', async (signal) => {
      lost ??= signal;
      await deaf;
    });
    await expect.poll(() => lost, { timeout: 10_000 }).toBeDefined();
    await withRedis(server.url, async (redis) => {
      const [key = ''] = await redis.keys('test-*:lease:{relay:members}');
      await redis.set(key, 'a token that nobody renews', 'KEEPTTL');
    });
    const heir = await world.open();
    await new Promise<void>((resolve) => {
      heir.lead('relay:members', async () => resolve());
    });
    expect(lost?.aborted).toBe(true);
    bury();
    await Promise.all([dead.close(), heir.close()]);
    await world.destroy();
  });

  test('a bus whose server is not there says so at once', async () => {
    await expect(openRedisEventBus({ url: 'redis://127.0.0.1:1', log })).rejects.toThrow();
  });

  test('positions stay exact text beyond the numbers that a script prints in short form', async () => {
    const world = newWorld(server);
    const bus = await world.open();
    await bus.publish('members.events', enrolments(1));
    await withRedis(server.url, async (redis) => {
      const [head = ''] = await redis.keys('test-*:{members.events}:head');
      await redis.set(head, '123456789012345');
    });
    await bus.publish('members.events', enrolments(1));
    expect((await bus.read('members.events', null, 10)).map((event) => event.position)).toEqual([
      '1',
      '123456789012346',
    ]);
    await bus.close();
    await world.destroy();
  });
});
