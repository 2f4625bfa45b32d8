/**
 * Each of the five processes is killed in turn under a gentle load: clients see nothing but lost connections and errors
 * of the door's table that say "again", work resumes by itself, and a board that is followed comes back fresh.
 */
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../world/eventually.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { type BoardFollower, followBoard } from './board-follower.js';
import { expectNothingLostNorDoubled, underLoad } from './trial.js';

const RETRYABLE = ['SUBGRAPH_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL_SERVER_ERROR'];
const CONNECTION = /^connection: (ECONNREFUSED|ECONNRESET|EPIPE|UND_ERR_SOCKET)$/;
const BACK_WITHIN_MS = 40_000;

let world: PlatformWorld | undefined;
let board: BoardFollower | undefined;
afterEach(async () => {
  await board?.stop();
  await world?.stop();
});

/** The version that the database holds now: a follower that comes back must show this or a later one. */
async function versionNow({ sql }: PlatformWorld, leaderboardId: string): Promise<bigint> {
  const [row] = await sql<{ version: string }>(
    'select version::text as version from gamification.leaderboard_window where leaderboard_id = $1',
    [leaderboardId],
  );
  return BigInt(row?.version ?? 0);
}

test('any process may be killed: clients are told to ask again, and the board comes back', {
  timeout: 150_000,
}, async () => {
  const platform = await openPlatformWorld({ processes: 'five processes' });
  world = platform;
  const load = await underLoad(platform, { tills: 2, paceMs: 60 });
  const leaderboardId = load.coalition.leaderboardIds.at(-1) ?? '';
  const follower = followBoard(platform.url, leaderboardId);
  board = follower;
  await follower.shows(1n);
  const secondsToReturn: Record<string, number> = {};
  for (const [name, part] of platform.parts) {
    const killedAt = performance.now();
    const { pid } = part;
    process.kill(pid, 'SIGKILL');
    await eventually(() => part.pid !== pid, BACK_WITHIN_MS);
    await load.progress(6);
    await eventually(() => platform.anonymous.request('{ leaderboards { id } }'), BACK_WITHIN_MS);
    await follower.shows(await versionNow(platform, leaderboardId), BACK_WITHIN_MS);
    secondsToReturn[name] = Math.round((performance.now() - killedAt) / 100) / 10;
  }
  await expectNothingLostNorDoubled(platform, load, { secondsToReturn, connections: follower.connections });
  await follower.shows(await versionNow(platform, leaderboardId));
  const surprises = Object.keys(load.log.doubts).filter(
    (why) => !RETRYABLE.includes(why) && !CONNECTION.test(why),
  );
  expect(surprises).toEqual([]);
  // Once at first and once after the gateway died: the death of a subgraph is the gateway's business.
  expect(follower.connections).toBe(2);
});
