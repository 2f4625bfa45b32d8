/**
 * Clearing: the second book. Each posting of the ledger that touches a partner's money arrives here once, with its sequence.
 *
 * A positive amount is owed by the partner to the coalition, a negative one to the partner; a reversal carries the opposite
 * signs of what it reverses. Sums of entries are therefore all that netting needs.
 */
import type { PartnerId } from '../../../shared/values/ids.js';

export const clearingKinds = ['FUNDING', 'OPERATOR_FEE', 'REIMBURSEMENT'] as const;
export type ClearingKind = (typeof clearingKinds)[number];

/** The sum of some entries of one kind between one partner and the coalition, about points of one issuer. */
export interface ClearingSum {
  readonly kind: ClearingKind;
  readonly partnerId: PartnerId;
  readonly issuerPartnerId: PartnerId;
  readonly currency: string;
  readonly points: bigint;
  readonly amountMinor: bigint;
}
