/** Keeps facts of the game: what is new is appended to the log, what is known already changes nothing. */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { FreshFact, GameFact } from './game-fact.js';
import { appendFacts, forgetFacts } from './game-fact.store.js';

/** Gives the facts that were new, in their order, each with what was known of its purchase before. */
export async function keepFacts(transaction: Transaction, facts: readonly GameFact[]): Promise<FreshFact[]> {
  return facts.length === 0 ? [] : appendFacts(transaction, facts);
}

/** Forgets the whole history, for those who hear it again in the same transaction. */
export async function forgetHistory(transaction: Transaction): Promise<void> {
  await forgetFacts(transaction);
}
