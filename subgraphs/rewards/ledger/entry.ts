/**
 * An entry: one balanced record of something that happened to a member's points, with its cause and the terms it
 * was decided by.
 *
 * Entries and postings are only ever added. What a posting does to lots and debt is part of the same draft, so
 * that the balances we keep and the history they come from cannot part.
 */
import type {
  AgreementId,
  EntryId,
  HoldId,
  LotId,
  MemberId,
  PartnerId,
  PurchaseId,
  ReturnId,
} from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import type { LotSlice } from './lot.js';
import type { Posting } from './posting.js';

export const entryKinds = ['EARN', 'RETURN', 'CAPTURE', 'DEBT_PAYMENT'] as const;
export type EntryKind = (typeof entryKinds)[number];

export interface NewLot {
  readonly id: LotId;
  readonly issuerPartnerId: PartnerId;
  readonly purchaseId: PurchaseId;
  readonly original: Points;
  /** Less than `original` when a part paid the member's debt at once. */
  readonly remaining: Points;
  readonly earnedAt: Date;
  readonly activatesAt: Date;
  readonly expiresAt: Date | null;
  readonly fundingMinorPerThousand: bigint;
}

export interface LotChange {
  readonly lotId: LotId;
  readonly remaining: Points;
  readonly held: Points;
}

export interface EntryDraft {
  readonly id: EntryId;
  /** The place in the ledger; taken while the wallet is locked, so a member's entries are in order. */
  readonly sequence: bigint;
  readonly kind: EntryKind;
  readonly memberId: MemberId;
  readonly partnerId: PartnerId;
  readonly purchaseId: PurchaseId | null;
  readonly returnId: ReturnId | null;
  readonly holdId: HoldId | null;
  readonly occurredAt: Date;
  readonly postedAt: Date;
  readonly termsVersion: number;
  readonly agreementId: AgreementId;
  readonly postings: readonly Posting[];
  readonly newLot: NewLot | null;
  readonly lotChanges: readonly LotChange[];
  readonly debtChange: Points;
}

/** What taking slices of lots does to them when nothing of them was held. */
export function takingAway(slices: readonly LotSlice[]): readonly LotChange[] {
  return slices.map(({ lotId, points }) => ({ lotId, remaining: -points, held: 0n }));
}
