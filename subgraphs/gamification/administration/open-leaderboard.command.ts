/**
 * Opens a board and fills it from everything that was ever heard, in one transaction: from its first moment a board
 * is complete, as if it had always been there.
 */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { addLeaderboard } from '../boards/add-leaderboard.command.js';
import type { Leaderboard, LeaderboardProposal, OpeningRefusal } from '../boards/leaderboard.js';
import { fillNewBoard } from '../projection/fill-board.command.js';

export type OpenLeaderboardRefusal = OpeningRefusal | KeyReused;

export async function openLeaderboard(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly proposal: LeaderboardProposal },
): Promise<Result<Replayable<{ leaderboard: Leaderboard }>, OpenLeaderboardRefusal>> {
  const { caller, key, proposal } = request;
  return once(database, { caller, key, command: 'openLeaderboard', input: proposal }, async (transaction) => {
    const added = await addLeaderboard(transaction, proposal, clock.now());
    if (!added.ok) return added;
    await fillNewBoard(transaction, added.value);
    return ok({ leaderboard: added.value });
  });
}
