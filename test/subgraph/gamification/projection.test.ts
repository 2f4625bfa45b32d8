/** On PostgreSQL too: any order, repetition and batching of events gives the boards that the pure rule gives. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, rows } from '../../../shared/platform/database/transaction.js';
import type { LeaderboardId } from '../../../shared/values/ids.js';
import type { Leaderboard } from '../../../subgraphs/gamification/boards/leaderboard.js';
import { allLeaderboards } from '../../../subgraphs/gamification/boards/leaderboards.query.js';
import { holdBoards, refillBoard } from '../../../subgraphs/gamification/projection/fill-board.command.js';
import { holdProjection } from '../../../subgraphs/gamification/projection/score.store.js';
import {
  bought,
  countedLines,
  factOf,
  type GameEvent,
  idOf,
  returned,
} from '../../unit/gamification/game-world.js';
import { type GamificationWorld, openedId, openGamificationWorld } from './gamification-world.js';

let world: GamificationWorld;
let boards: Leaderboard[];

beforeAll(async () => {
  world = await openGamificationWorld();
  for (const metric of ['POINTS_EARNED', 'PURCHASES']) {
    for (const window of ['ALL_TIME', 'MONTH', 'WEEK']) {
      await openedId(world, `${metric}-${window}`.toLowerCase().replaceAll('_', '-'), { metric, window });
    }
  }
  boards = await allLeaderboards(world.database.manager);
});
afterAll(() => world.stop());

/** A small generator with a seed, so that a failure can be run again (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function historyOf(seed: number): GameEvent[] {
  const random = randomFrom(seed);
  return Array.from({ length: 40 }, (_, index) => {
    const at = new Date(Date.UTC(2026, 2 + random(3), 1 + random(31), random(24))).toISOString();
    const facts = { member: `m${random(8)}`, at, points: random(60), quantity: 1 + random(3) };
    const purchase = `${seed} p${index}`;
    const returns = Array.from({ length: random(3) }, (__, nth) =>
      returned({
        ...facts,
        purchase,
        return: `${purchase} r${nth}`,
        points: random(20),
        quantity: 1 + random(2),
      }),
    );
    return [bought({ ...facts, purchase }), ...returns];
  }).flat();
}

function shuffledTwice(events: readonly GameEvent[], seed: number): GameEvent[] {
  const random = randomFrom(seed);
  const told = [...events, ...events];
  for (let index = told.length - 1; index > 0; index -= 1) {
    const other = random(index + 1);
    [told[index], told[other]] = [told[other] as GameEvent, told[index] as GameEvent];
  }
  return told;
}

async function keptLines({ id }: { readonly id: LeaderboardId }): Promise<string[]> {
  const kept = await rows<{ window_key: string; member_id: string; score: bigint; reached_at: Date | null }>(
    world.database,
    'select window_key, member_id, score, reached_at from standing where leaderboard_id = $1',
    [id],
  );
  return kept
    .map(({ window_key, member_id, score, reached_at }) => {
      const reachedAt = reached_at?.getTime() ?? Number.NEGATIVE_INFINITY;
      return `${window_key} ${member_id} ${score} ${reachedAt}`;
    })
    .sort();
}

describe('the boards', () => {
  it.each([1, 2, 3])(
    'are those of the pure rule when events come shuffled and twice (seed %i)',
    async (seed) => {
      for (const table of ['standing', 'leaderboard_window', 'game_fact']) {
        await rows(world.database, `delete from ${table}`);
      }
      const events = historyOf(seed);
      await world.hear(shuffledTwice(events, seed + 100));
      for (const board of boards) {
        expect(await keptLines(board)).toEqual(countedLines(board, events.map(factOf), events.length));
      }
    },
  );

  it('count their participants as there are', async () => {
    const wrong = await rows(
      world.database,
      `select * from leaderboard_window w where participant_count <> (select count(*) from standing s
         where s.leaderboard_id = w.leaderboard_id and s.window_key = w.window_key and s.score > 0)`,
    );
    expect(wrong).toEqual([]);
  });

  it('are the same after a rebuild', async () => {
    for (const board of boards) {
      const { before, after } = await inTransaction(world.database, (transaction) =>
        refillBoard(transaction, board),
      );
      expect(after).toBe(before);
    }
  });

  it('lose nothing of what is counted while a board is rebuilt and another one opened', async () => {
    const [board] = boards;
    if (board === undefined) throw new Error('there are boards');
    const more = Array.from({ length: 30 }, (_, index) =>
      bought({ purchase: `meanwhile ${index}`, member: 'mia', at: '2026-11-01T10:00:00Z', points: 1 }),
    );
    await Promise.all([
      world.hear(more),
      inTransaction(world.database, (transaction) => refillBoard(transaction, board)),
      openedId(world, 'meanwhile'),
    ]);
    const places = await rows<{ score: bigint }>(
      world.database,
      `select s.score from standing s join leaderboard l on l.id = s.leaderboard_id
       where s.member_id = $1 and l.code in ('points-earned-all-time', 'meanwhile')`,
      [idOf('mia')],
    );
    expect(places.map(({ score }) => score)).toEqual([30n, 30n]);
  });
});

describe('the one writer of the boards', () => {
  it.each([holdProjection, holdBoards])(
    'is waited for as long as %o says, and no statement ends the wait',
    async (hold) => {
      const [limits] = await inTransaction(world.database, async (transaction) => {
        await hold(transaction);
        return rows<{ lock: number; statement: number }>(
          transaction,
          `select extract(epoch from current_setting('lock_timeout')::interval)::integer as lock,
           extract(epoch from current_setting('statement_timeout')::interval)::integer as statement`,
        );
      });
      expect(limits?.lock).toBe(30);
      expect(limits?.statement).toBeGreaterThan(30);
    },
  );
});
