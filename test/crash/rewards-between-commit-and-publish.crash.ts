/**
 * Rewards dies at each of its dangerous places in turn, above all between commit and publish, while the others die at
 * theirs: nothing that was acknowledged is lost, nothing happens twice, and every projection equals a rebuild.
 */
import { afterEach, expect, test } from 'vitest';
import type { FailpointName } from '../../shared/platform/failpoints.js';
import { eventually } from '../world/eventually.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { doneUnheard, expectNothingLostNorDoubled, underLoad } from './trial.js';

type Deaths = readonly `${FailpointName}@${number}`[];

/** The place at which each start of a part ends; the start after the last one lives. */
const deathsOf: Readonly<Record<string, Deaths>> = {
  rewards: [
    'relay.before-publish@20',
    'relay.after-publish@20',
    'command.after-commit@40',
    'command.before-commit@40',
    'consumer.before-commit@8',
    'consumer.after-commit@8',
  ],
  members: ['relay.after-publish@10', 'command.after-commit@10'],
  partners: ['consumer.before-commit@25', 'consumer.after-commit@25'],
  gamification: ['consumer.after-commit@25', 'consumer.before-commit@25'],
};

const WITHIN_MS = 100_000;

let world: PlatformWorld | undefined;
afterEach(() => world?.stop());

test('a part that dies at any of its failpoints loses nothing and doubles nothing', {
  timeout: 150_000,
}, async () => {
  const starts = new Map<string, number>();
  world = await openPlatformWorld({
    processes: 'five processes',
    environmentOf: (part, start) => {
      starts.set(part, start);
      return { COALITION_FAILPOINT: deathsOf[part]?.[start - 1] ?? '' };
    },
  });
  const load = await underLoad(world);
  for (const [part, deaths] of Object.entries(deathsOf)) {
    await eventually(() => (starts.get(part) ?? 0) > deaths.length, WITHIN_MS);
  }
  await load.progress(60);
  await expectNothingLostNorDoubled(world, load, { starts: Object.fromEntries(starts) });
  // Each death after a commit leaves at least one: without them the keys would have had nothing to prove.
  expect(doneUnheard(load)).toBeGreaterThanOrEqual(2);
  expect(Object.fromEntries(starts)).toEqual({
    rewards: 7,
    members: 3,
    partners: 3,
    gamification: 3,
    gateway: 1,
  });
});
