/**
 * Counts a board again from the history, and says whether that changed anything: it never should, and if it
 * did, the board was wrong and now is right.
 */
import type { DataSource } from 'typeorm';
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { isId, type LeaderboardId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { Leaderboard } from '../boards/leaderboard.js';
import { allLeaderboards } from '../boards/leaderboards.query.js';
import { LEADERBOARD_SIGNAL } from '../projection/changed-signal.js';
import { refillBoard } from '../projection/fill-board.command.js';

export interface LeaderboardNotFound {
  readonly kind: 'LeaderboardNotFound';
  readonly leaderboardId: string;
}

export type RebuildLeaderboardRefusal = LeaderboardNotFound | KeyReused;

export interface RebuiltLeaderboard {
  readonly leaderboard: Leaderboard;
  readonly fingerprint: string;
  readonly wasWrong: boolean;
}

export async function rebuildLeaderboard(
  { database, bus }: { readonly database: DataSource; readonly bus: Pick<EventBus, 'signal'> },
  request: { readonly caller: Caller; readonly key: string; readonly leaderboardId: string },
): Promise<Result<Replayable<RebuiltLeaderboard>, RebuildLeaderboardRefusal>> {
  const { caller, key, leaderboardId } = request;
  const input = { leaderboardId };
  const result = await once(
    database,
    { caller, key, command: 'rebuildLeaderboard', input },
    async (transaction) => {
      const boards = isId(leaderboardId) ? await allLeaderboards(transaction) : [];
      const leaderboard = boards.find((board) => board.id === (leaderboardId.toLowerCase() as LeaderboardId));
      if (leaderboard === undefined) return refused({ kind: 'LeaderboardNotFound' as const, leaderboardId });
      const { before, after } = await refillBoard(transaction, leaderboard);
      return ok({ leaderboard, fingerprint: after, wasWrong: before !== after });
    },
  );
  if (result.ok && !result.value.replayed) await bus.signal(LEADERBOARD_SIGNAL, result.value.leaderboard.id);
  return result;
}
