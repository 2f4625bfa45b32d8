/**
 * An entry: one balanced record of something that happened to a member's points, with its cause and the terms it
 * was decided by.
 *
 * Entries and postings are only ever added, and an entry is about one member's wallets alone. What a posting does to
 * lots and debt is part of the same draft, so that the balances we keep and the history they come from cannot part.
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
import type { LotMoments, LotSlice, LotTerms } from './lot.js';
import type { Posting } from './posting.js';

export const entryKinds = [
  'EARN',
  'RETURN',
  'CAPTURE',
  'REVERSAL',
  'DEBT_PAYMENT',
  'EXPIRY',
  'CANCELLATION',
  'CONVERSION',
  'ADJUSTMENT',
  'GIFT_SENT',
  'GIFT_RECEIVED',
  'DONATION',
  'MERGE',
  'UNMERGE',
  'HOUSEHOLD_DRAW',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One reason for an entry's figures: a rule and the facts that it was applied to, as text. */
export interface Reason {
  readonly rule: string;
  readonly facts: Readonly<Record<string, string>>;
}

export interface NewLot extends LotMoments {
  readonly id: LotId;
  readonly unit: string;
  /** The rule that gave the points, such as BASE_RATE. */
  readonly rule: string;
  readonly issuerPartnerId: PartnerId;
  readonly agreementId: AgreementId;
  readonly purchaseId: PurchaseId | null;
  /** What made it when no purchase did: a gift, an adjustment, a merge. */
  readonly causeId: string | null;
  readonly original: Points;
  /** Less than `original` when a part paid the member's debt at once. */
  readonly remaining: Points;
  readonly earnedAt: Date;
  readonly fundingMinorPerThousand: bigint;
  /** Left out where no policy was asked: then the expiry is the wallet's, and fixed. */
  readonly terms?: LotTerms;
}

export interface LotChange {
  readonly lotId: LotId;
  readonly remaining: Points;
  readonly held: Points;
  /** Set when the change ends the lot other than by spending. */
  readonly closedAs?: 'EXPIRED' | 'CANCELLED';
  /** Set when points come back to a lot that had ended: the clock alone tells its state again. */
  readonly reopens?: boolean;
}

export interface DebtChange {
  readonly unit: string;
  readonly points: Points;
}

export interface EntryDraft {
  readonly id: EntryId;
  /** The place in the ledger; taken while the wallet is locked, so a member's entries are in order. */
  readonly sequence: bigint;
  readonly kind: EntryKind;
  readonly memberId: MemberId;
  /** Null where it happened at no partner. */
  readonly partnerId: PartnerId | null;
  readonly purchaseId: PurchaseId | null;
  readonly returnId: ReturnId | null;
  readonly holdId: HoldId | null;
  /** What caused it when it was none of these: a gift, an adjustment, a merge, a run of the night. */
  readonly causeId: string | null;
  /** Who acted for an organisation member. */
  readonly buyerId: string | null;
  readonly occurredAt: Date;
  readonly postedAt: Date;
  readonly termsVersion: number;
  readonly agreementId: AgreementId | null;
  readonly reasons: readonly Reason[];
  readonly postings: readonly Posting[];
  readonly newLots: readonly NewLot[];
  readonly lotChanges: readonly LotChange[];
  readonly debtChanges: readonly DebtChange[];
}

/** The parts of a draft that most entries leave empty. */
export const NOTHING_ELSE = {
  purchaseId: null,
  returnId: null,
  holdId: null,
  causeId: null,
  buyerId: null,
  reasons: [],
  newLots: [],
  lotChanges: [],
  debtChanges: [],
} as const;

/** What taking slices of lots does to them when nothing of them was held. */
export function takingAway(slices: readonly LotSlice[]): readonly LotChange[] {
  return slices.map(({ lotId, points }) => ({ lotId, remaining: -points, held: 0n }));
}

/** A change of debt in a unit; none when it is zero. */
export function debtChange(unit: string, points: Points): readonly DebtChange[] {
  return points === 0n ? [] : [{ unit, points }];
}
