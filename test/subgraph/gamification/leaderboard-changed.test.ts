/** Following a board: from an event on the bus to the frame of a subscriber, and nothing left behind. */
import type { ExecutionResult } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { encodeEvent } from '../../../shared/contracts/event.js';
import type { Stoppable } from '../../../shared/platform/bus/event-bus.js';
import { openLog } from '../../../shared/platform/telemetry/log.js';
import { leaderboardWithCode } from '../../../subgraphs/gamification/boards/leaderboards.query.js';
import { LeaderboardFeeds } from '../../../subgraphs/gamification/live/leaderboard-feeds.query.js';
import { bought, idOf } from '../../unit/gamification/game-world.js';
import { type GamificationWorld, openedId, openGamificationWorld } from './gamification-world.js';

let world: GamificationWorld;
let board: string;
let workers: readonly Stoppable[];

beforeAll(async () => {
  world = await openGamificationWorld();
  board = await openedId(world, 'live', { window: 'MONTH' });
  workers = world.startWorkers();
});
afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await world.stop();
});

const open: AsyncIterator<ExecutionResult>[] = [];
afterEach(async () => {
  for (const frames of open.splice(0)) await frames.return?.();
  world.now = new Date('2026-11-22T12:00:00Z');
});

const FOLLOW = `subscription Follow($id: ID!, $first: Int = 3) { leaderboardChanged(leaderboardId: $id, first: $first) {
  windowKey version participantCount leaderboard { code } standings { rank score member { id } } } }`;

interface Frame {
  readonly windowKey: string;
  readonly version: string;
  readonly participantCount: string;
  readonly standings: readonly { rank: number; score: string; member: { id: string } }[];
}

function follow(variables: Readonly<Record<string, unknown>> = { id: board }) {
  const frames = world.subscribe(FOLLOW, variables);
  open.push(frames);
  return frames;
}

async function nextFrame(frames: AsyncIterator<ExecutionResult>): Promise<Frame> {
  const { value } = (await frames.next()) as { value: ExecutionResult };
  if (value.errors !== undefined) throw new Error(JSON.stringify(value.errors));
  return (value.data as unknown as { leaderboardChanged: Frame }).leaderboardChanged;
}

/** Reads on until a frame is as it should be; the time limit of the test ends a wait that is in vain. */
async function frameWith(
  frames: AsyncIterator<ExecutionResult>,
  isRight: (frame: Frame) => boolean,
): Promise<Frame> {
  for (;;) {
    const frame = await nextFrame(frames);
    if (isRight(frame)) return frame;
  }
}

const buy = (member: string, points: number, purchase = `${member} ${points}`) =>
  world.bus.publish('rewards.events', [
    encodeEvent(bought({ purchase, member, points, at: '2026-11-20T10:00:00Z' })),
  ]);

describe('a follower of a board', () => {
  it('sees its state first and then what changes, with a version that grows', async () => {
    const frames = follow();
    const first = await nextFrame(frames);
    expect(first).toMatchObject({ windowKey: '2026-11', version: '0', participantCount: '0', standings: [] });
    await buy('ada', 10);
    const second = await frameWith(frames, (frame) => frame.standings.length === 1);
    expect(second.standings).toEqual([{ rank: 1, score: '10', member: { id: idOf('ada') } }]);
    await buy('bob', 20);
    const third = await frameWith(frames, (frame) => frame.standings.length === 2);
    expect(third.standings.map((standing) => standing.score)).toEqual(['20', '10']);
    expect(BigInt(third.version)).toBeGreaterThan(BigInt(second.version));
  });

  it('gets only as many from the top as it asked for', async () => {
    const frames = follow({ id: board, first: 1 });
    await frameWith(frames, (frame) => frame.standings.length === 1 && frame.participantCount === '2');
  });

  it('sees the empty board of a new month when nobody bought anything', async () => {
    const frames = follow();
    await nextFrame(frames);
    world.now = new Date('2026-11-30T23:00:00Z');
    expect(await frameWith(frames, (frame) => frame.windowKey === '2026-12')).toMatchObject({
      standings: [],
      version: '0',
    });
  });

  it('that reads slowly skips what was overtaken and gets the newest state', async () => {
    const frames = follow();
    await nextFrame(frames);
    const quick = follow();
    for (let purchase = 0; purchase < 20; purchase += 1) await buy('cy', 1, `cy ${purchase}`);
    const newest = await frameWith(quick, (frame) =>
      frame.standings.some(({ score }) => score === '20' && frame.standings.length === 3),
    );
    expect(await nextFrame(frames)).toEqual(newest);
    expect(newest.participantCount).toBe('3');
  });

  it.each([
    ['of a board that is none', { id: idOf('no such board') }],
    ['of a text that is no id', { id: 'x' }],
    ['of none from the top', () => ({ id: board, first: 0 })],
    ['of too many from the top', () => ({ id: board, first: 101 })],
  ])('%s is turned away', async (_what, variables) => {
    const frames = follow(typeof variables === 'function' ? variables() : variables);
    const { value } = (await frames.next()) as { value: ExecutionResult };
    expect(value.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    expect((await frames.next()).done).toBe(true);
  });
});

describe('all followers of a process', () => {
  it('share one feed for a board and a size, and leave nothing behind', async () => {
    const stops = vi.fn();
    const counting = {
      onSignal: async (channel: string, hear: (text: string) => void) => {
        const heard = await world.bus.onSignal(channel, hear);
        return {
          stop: async () => {
            await heard.stop();
            stops();
          },
        };
      },
    };
    const log = openLog({ part: 'test', level: 'silent' });
    const feeds = new LeaderboardFeeds({
      database: world.database,
      bus: counting,
      clock: { now: () => world.now },
      log,
    });
    const found = await leaderboardWithCode(world.database, 'live');
    if (found === null) throw new Error('the board was opened');
    const followers = await Promise.all([10, 10, 10, 5].map((size) => feeds.follow(found, size)));
    for (const follower of followers) expect((await follower.next()).done).toBe(false);
    expect(feeds.openCount).toBe(2);
    for (const follower of followers) await follower.return?.();
    expect(feeds.openCount).toBe(0);
    await vi.waitFor(() => expect(stops).toHaveBeenCalledTimes(1));
  });

  it('are few to the database, however many there are', async () => {
    const followers = Array.from({ length: 50 }, () => follow({ id: board, first: 7 }));
    for (const follower of followers) await nextFrame(follower);
    world.statements.length = 0;
    await buy('dan', 3);
    for (const follower of followers) await frameWith(follower, (frame) => frame.standings.length === 4);
    const reads = world.statements.filter((sql) =>
      sql.includes('from unnest($1::uuid[], $2::text[], $3::bigint[]'),
    );
    expect(reads.length).toBeLessThanOrEqual(4);
  });
});
