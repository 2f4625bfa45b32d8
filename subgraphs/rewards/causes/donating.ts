/**
 * Whether points can be given to a cause, of which lots, and what they bring the partner behind it.
 *
 * Never more than is available; soonest to expire first, as with any spending.
 */
import type { CauseId, DonationId, EntryId, MemberId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { Obligation } from '../ledger/clearing.js';
import { type EntryDraft, NOTHING_ELSE, takingAway } from '../ledger/entry.js';
import { activeInBurnOrder, type Lot, type LotSlice, takeFrom } from '../ledger/lot.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import { walletBalance } from '../ledger/wallet.js';
import { reimbursements } from '../redemptions/capturing.js';
import type { InsufficientPoints, PointsNotPositive } from '../redemptions/holding.js';
import type { Agreement } from '../reference/agreement.js';
import { agreementOfParty, type PartnerFacts, type PartyRefusal } from '../reference/party.js';
import type { MemberNotEnrolled } from '../reference/standing.js';
import { type Cause, type CauseClosed, type CauseNotFound, openCauseOf } from './cause.js';

export interface DonationRequest {
  readonly causeId: CauseId;
  readonly memberId: MemberId;
  readonly points: Points;
}

export interface DonationFacts {
  readonly cause: Cause | null;
  readonly partner: PartnerFacts | null;
  /** Null when nobody has this id. */
  readonly wallet: { readonly lots: readonly Lot[]; readonly debt: Points } | null;
  readonly now: Date;
}

export type DonationRefusal =
  | PointsNotPositive
  | CauseNotFound
  | CauseClosed
  | MemberNotEnrolled
  | PartyRefusal
  | InsufficientPoints;

export interface Donating {
  readonly memberId: MemberId;
  readonly points: Points;
  readonly cause: Cause;
  readonly agreement: Agreement;
  readonly slices: readonly LotSlice[];
  readonly obligations: readonly Obligation[];
  /** What the partner is owed, in the currency of its agreement. */
  readonly amountMinor: bigint;
}

export function decideDonation(
  { causeId, memberId, points: asked }: DonationRequest,
  { cause: found, partner, wallet, now }: DonationFacts,
): Result<Donating, DonationRefusal> {
  if (asked <= 0n) return refused({ kind: 'PointsNotPositive', points: asked });
  const opened = openCauseOf(causeId, found);
  if (!opened.ok) return opened;
  const cause = opened.value;
  if (wallet === null) return refused({ kind: 'MemberNotEnrolled', memberId, cardNumber: null });
  const agreed = agreementOfParty({ partnerId: cause.partnerId, act: 'BURN', at: now }, partner);
  if (!agreed.ok) return agreed;
  const agreement = agreed.value;
  const { available } = walletBalance(wallet.lots, wallet.debt, now);
  if (asked > available) return refused({ kind: 'InsufficientPoints', available, asked });
  const { slices } = takeFrom(activeInBurnOrder(wallet.lots, now), asked);
  const obligations = reimbursements(slices, agreement);
  const amountMinor = obligations.reduce((sum, obligation) => sum - obligation.amountMinor, 0n);
  return ok({ memberId, points: asked, cause, agreement, slices, obligations, amountMinor });
}

/** The entry of a donation: a capture without a hold, at the partner behind the cause. */
export function donationEntry(
  ids: { readonly entryId: EntryId; readonly sequence: bigint; readonly donationId: DonationId },
  donating: Donating,
  at: { readonly termsVersion: number; readonly now: Date },
): EntryDraft {
  const { memberId, points, cause, agreement, slices, amountMinor } = donating;
  const member = accounts.member(memberId);
  return {
    ...NOTHING_ELSE,
    id: ids.entryId,
    sequence: ids.sequence,
    kind: 'DONATION',
    memberId,
    partnerId: cause.partnerId,
    causeId: ids.donationId,
    occurredAt: at.now,
    postedAt: at.now,
    termsVersion: at.termsVersion,
    agreementId: agreement.id,
    reasons: [{ rule: 'DONATED', facts: { causeId: cause.id, cause: cause.name, points: String(points) } }],
    postings: balanced([
      ...slices.map((slice) => posting(member, POINTS_UNIT, -slice.points, slice.lotId)),
      posting(accounts.redemption(cause.partnerId), POINTS_UNIT, points),
      posting(accounts.receivable(cause.partnerId), agreement.currency, -amountMinor),
      posting(accounts.pointsFund, agreement.currency, amountMinor),
    ]),
    lotChanges: takingAway(slices),
  };
}
