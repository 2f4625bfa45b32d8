/**
 * Fills boards from the history, with the same rule that counts live facts; inside the caller's transaction.
 *
 * The holder of the projection is alone with the boards: no fact is missed between the last page read and the
 * commit, and readers see the old board until then.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { Leaderboard } from '../boards/leaderboard.js';
import { keptFacts } from '../history/kept-facts.query.js';
import {
  allowLongStatements,
  applyChanges,
  boardFingerprint,
  clearScores,
  holdProjection,
} from './score.store.js';
import { scoreChanges } from './scoring.js';

async function fill(transaction: Transaction, board: Leaderboard): Promise<void> {
  for await (const facts of keptFacts(transaction)) {
    await applyChanges(transaction, scoreChanges([board], facts));
  }
}

/** Counts everything that was ever heard on a board that is new. */
export async function fillNewBoard(transaction: Transaction, board: Leaderboard): Promise<void> {
  await holdProjection(transaction);
  await fill(transaction, board);
}

export interface Refill {
  readonly before: string;
  readonly after: string;
}

/**
 * Empties a board and counts again; gives the fingerprints of before and after, which are equal unless
 * something was wrong.
 */
export async function refillBoard(transaction: Transaction, board: Leaderboard): Promise<Refill> {
  await holdBoards(transaction);
  const before = await boardFingerprint(transaction, board.id);
  await clearScores(transaction, board.id);
  await fill(transaction, board);
  return { before, after: await boardFingerprint(transaction, board.id) };
}

/** Makes the caller's transaction alone with history and boards, for as long as emptying and filling them takes. */
export async function holdBoards(transaction: Transaction): Promise<void> {
  await holdProjection(transaction);
  await allowLongStatements(transaction);
}
