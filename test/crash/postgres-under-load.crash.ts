/**
 * PostgreSQL is killed under load, again and again, and comes back: the platform goes on without a restart, nothing
 * that was acknowledged is lost, nothing happens twice, and every projection equals a rebuild.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openPlatformWorld, type PlatformWorld, type Processes } from '../world/platform-world.js';
import { createTestDatabase } from '../world/test-database.js';
import { type LastingPostgres, startLastingPostgres } from './lasting-postgres.js';
import { expectNothingLostNorDoubled, underLoad } from './trial.js';

const CRASHES = 3;
/** Acknowledged before each crash, so that it meets a platform that is at work. */
const AT_WORK = 25;
const RECOVERED_WITHIN_S = 30;

let server: LastingPostgres;
let world: PlatformWorld | undefined;

beforeAll(async () => {
  server = await startLastingPostgres();
});
afterEach(() => world?.stop());
afterAll(() => server?.stop());

const kinds: readonly Processes[] = ['one process', 'five processes'];

test.each(kinds)('a platform in %s outlives its PostgreSQL', { timeout: 100_000 }, async (processes) => {
  const { adminUrl } = await createTestDatabase(server.adminUrl);
  world = await openPlatformWorld({ processes, adminUrl });
  const pids = [...world.parts.values()].map(({ pid }) => pid);
  const load = await underLoad(world);
  const secondsToRecover: number[] = [];
  for (let crash = 1; crash <= CRASHES; crash += 1) {
    await load.progress(AT_WORK);
    const crashedAt = performance.now();
    await server.crash();
    await load.progress(1);
    secondsToRecover.push(Math.round((performance.now() - crashedAt) / 100) / 10);
  }
  await load.progress(AT_WORK);
  await expectNothingLostNorDoubled(world, load, { crashes: CRASHES, secondsToRecover });
  expect(Math.max(...secondsToRecover)).toBeLessThan(RECOVERED_WITHIN_S);
  expect([...world.parts.values()].map(({ pid }) => pid)).toEqual(pids);
});
