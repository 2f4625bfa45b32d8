/**
 * Clearing: the second book. Each posting of the ledger that touches a partner's money arrives here once, with its
 * sequence.
 *
 * A positive amount is owed by the partner to the coalition, a negative one to the partner; a reversal carries the
 * opposite signs of what it reverses. Sums of entries are therefore all that netting needs.
 */
import type { EventData } from '../../../shared/contracts/event.js';
import type { PartnerId } from '../../../shared/values/ids.js';

export const clearingKinds = ['FUNDING', 'OPERATOR_FEE', 'REIMBURSEMENT'] as const;
export type ClearingKind = (typeof clearingKinds)[number];

export type ClearingEntry = EventData<'rewards.clearing-recorded.1'>;

/** The sum of some entries of one kind between one partner and the coalition, about points of one issuer. */
export interface ClearingSum {
  readonly kind: ClearingKind;
  readonly partnerId: PartnerId;
  readonly issuerPartnerId: PartnerId;
  readonly currency: string;
  readonly points: bigint;
  readonly amountMinor: bigint;
}

/** All that a period has cleared, taken at one moment. */
export interface ClearedSums {
  readonly sums: readonly ClearingSum[];
  readonly entryCount: bigint;
  /** The highest ledger sequence among the entries; null without any. */
  readonly watermark: bigint | null;
}

/** The book as a whole by kind and currency, to be held against the ledger's own figures. */
export interface ClearingTotal {
  readonly kind: ClearingKind;
  readonly currency: string;
  readonly entryCount: bigint;
  readonly points: bigint;
  readonly amountMinor: bigint;
  readonly highestLedgerSequence: bigint;
}
