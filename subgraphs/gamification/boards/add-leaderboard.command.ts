/** Decides on a new board and keeps it, with the event that tells the coalition; inside the caller's transaction. */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { LeaderboardId } from '../../../shared/values/ids.js';
import type { Result } from '../../../shared/values/result.js';
import { type Leaderboard, type LeaderboardProposal, type OpeningRefusal, openBoard } from './leaderboard.js';
import { LeaderboardStore } from './leaderboard.store.js';

export async function addLeaderboard(
  transaction: Transaction,
  proposal: LeaderboardProposal,
  now: Date,
): Promise<Result<Leaderboard, OpeningRefusal>> {
  const store = new LeaderboardStore(transaction);
  const id = newId<LeaderboardId>();
  const decide = async () =>
    openBoard(proposal, { id, now, holder: (await store.withCode(proposal.code))?.id ?? null });
  // First by itself alone: nobody is asked about a code or a name that none can have.
  const possible = openBoard(proposal, { id, now, holder: null });
  const decided = possible.ok ? await decide() : possible;
  if (!decided.ok) return decided;
  // Another may have taken the code since we looked; it is there for the second look, because adding waited for it.
  if (!(await store.add(decided.value))) return decide();
  await tellOpened(transaction, decided.value);
  return decided;
}

async function tellOpened(transaction: Transaction, board: Leaderboard): Promise<void> {
  const { id: leaderboardId, code, metric, window, openedAt } = board;
  await tell(transaction, [
    {
      id: newId(),
      type: 'gamification.leaderboard-opened.1',
      key: leaderboardId,
      occurredAt: openedAt,
      data: { leaderboardId, code, metric, window, openedAt },
    },
  ]);
}
