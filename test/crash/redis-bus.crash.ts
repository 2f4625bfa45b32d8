/**
 * The same promise on Redis Streams: rewards dies after it published and before it knew, and Redis itself is killed
 * under load. What Redis did not take is still in the outboxes, and what came twice is heard once.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../world/eventually.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { isRedisInstalled, type LastingRedis, startLastingRedis } from './lasting-redis.js';
import { expectNothingLostNorDoubled, underLoad } from './trial.js';

const deaths = ['relay.after-publish@15', 'consumer.after-commit@5'];
const WITHIN_MS = 60_000;

/** Resolves when all that rewards has told until now is published; what the load tells meanwhile does not count. */
async function toldIsPublished({ sql }: PlatformWorld): Promise<void> {
  const [last] = await sql<{ sequence: string }>(
    'select max(sequence)::text as sequence from rewards.outbox',
  );
  await eventually(async () => {
    const left = await sql('select from rewards.outbox where published_at is null and sequence <= $1', [
      last?.sequence,
    ]);
    return left.length === 0;
  }, WITHIN_MS);
}

describe.skipIf(!isRedisInstalled)(
  isRedisInstalled ? 'on Redis' : 'skipped: no redis-server is installed',
  () => {
    let redis: LastingRedis;
    let world: PlatformWorld | undefined;

    beforeAll(async () => {
      redis = await startLastingRedis();
    });
    afterEach(() => world?.stop());
    afterAll(() => redis?.stop());

    test('rewards dies between publish and its mark, and Redis dies: nothing is lost, nothing doubled', {
      timeout: 120_000,
    }, async () => {
      let starts = 0;
      world = await openPlatformWorld({
        processes: 'five processes',
        redisUrl: redis.url,
        environmentOf: (part, start) => {
          if (part === 'rewards') starts = start;
          return { COALITION_FAILPOINT: part === 'rewards' ? (deaths[start - 1] ?? '') : '' };
        },
      });
      const load = await underLoad(world, { tills: 3, paceMs: 10 });
      await eventually(() => starts > deaths.length, WITHIN_MS);
      await load.progress(20);
      const crashedAt = performance.now();
      await redis.crash();
      // Tills do not wait for the bus: they go on while it is away, and it catches up.
      await load.progress(20);
      await toldIsPublished(world);
      const secondsToCatchUp = Math.round((performance.now() - crashedAt) / 100) / 10;
      await expectNothingLostNorDoubled(world, load, { starts, secondsToCatchUp });
      expect(starts).toBe(deaths.length + 1);
    });
  },
);
