/** Reads of the second book: what a period has cleared, and the book as a whole. */
import type { SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { SettlementPeriodId } from '../../../shared/values/ids.js';
import type { ClearedSums, ClearingTotal } from './clearing.js';
import { ClearingStore } from './clearing.store.js';

export function clearedIn(runner: SqlRunner, periodId: SettlementPeriodId): Promise<ClearedSums> {
  return new ClearingStore(runner).sumsOf(periodId);
}

export function clearingTotals(runner: SqlRunner): Promise<ClearingTotal[]> {
  return new ClearingStore(runner).totals();
}
