/** Finds boards: all of them, or by id (batched within a request) or by code. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import { isLeaderboardCode, type Leaderboard } from './leaderboard.js';
import { LeaderboardStore } from './leaderboard.store.js';

const BY_ID = Symbol('leaderboards by id');

/** Gives every board, the earliest opened first. */
export function allLeaderboards(manager: Transaction): Promise<Leaderboard[]> {
  return new LeaderboardStore(manager).all();
}

export async function leaderboardWithCode(database: DataSource, code: string): Promise<Leaderboard | null> {
  if (!isLeaderboardCode(code)) return null;
  return new LeaderboardStore(database.manager).withCode(code);
}

/** Gives the board with this id or null; all ids of one request are one statement. */
export async function leaderboardWithId(
  database: DataSource,
  context: RequestContext,
  id: string,
): Promise<Leaderboard | null> {
  if (!isId(id)) return null;
  const loader = context.perRequest(BY_ID, () => {
    const store = new LeaderboardStore(database.manager);
    return new DataLoader<string, Leaderboard | null>(async (ids) => {
      const found = new Map((await store.withIds(ids)).map((board) => [board.id as string, board]));
      return ids.map((wanted) => found.get(wanted) ?? null);
    });
  });
  return loader.load(id.toLowerCase());
}
