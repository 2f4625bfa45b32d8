/** Writes what the ledger cleared into the second book, in the settlement period that is open now. */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { ClearingEntry } from './clearing.js';
import { ClearingStore, openPeriodShared } from './clearing.store.js';

export async function recordClearing(
  transaction: Transaction,
  entries: readonly ClearingEntry[],
): Promise<void> {
  const periodId = await openPeriodShared(transaction);
  await new ClearingStore(transaction).add(periodId, entries);
}
