/**
 * Counts facts on every board: the one write that moves scores while the coalition lives.
 *
 * Four statements whatever the number of facts and boards. Facts known already change nothing, in any order and
 * however often.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { LeaderboardId } from '../../../shared/values/ids.js';
import { allLeaderboards } from '../boards/leaderboards.query.js';
import type { GameFact } from '../history/game-fact.js';
import { keepFacts } from '../history/keep-facts.command.js';
import { applyChanges, holdProjection } from './score.store.js';
import { scoreChanges } from './scoring.js';

/** Keeps and counts what is new, inside the caller's transaction; gives the boards that changed. */
export async function countFacts(
  transaction: Transaction,
  facts: readonly GameFact[],
): Promise<readonly LeaderboardId[]> {
  await holdProjection(transaction);
  const fresh = await keepFacts(transaction, facts);
  if (fresh.length === 0) return [];
  const boards = await allLeaderboards(transaction);
  return applyChanges(transaction, scoreChanges(boards, fresh));
}
