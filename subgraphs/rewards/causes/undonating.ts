/**
 * What the reversal of a donation gives back: all of its points, to the lots they came from, with the expiry those
 * have; and from the partner behind the cause the very money that it was owed for them.
 *
 * A donation is one act of one instant, so it is reversed as a whole and once.
 */
import type {
  AgreementId,
  CauseId,
  DonationId,
  EntryId,
  MemberId,
  PartnerId,
} from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { Obligation } from '../ledger/clearing.js';
import { debtPostings } from '../ledger/debt-payment.js';
import { debtChange, type EntryDraft, NOTHING_ELSE } from '../ledger/entry.js';
import type { LotSlice } from '../ledger/lot.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import { owedByIssuer } from '../redemptions/capturing.js';
import type { BurnedLot, Landing } from '../reversals/reversing.js';

/** A donation as it was made, and when it was reversed if it was. */
export interface Donation {
  readonly id: DonationId;
  readonly causeId: CauseId;
  readonly causeName: string;
  readonly memberId: MemberId;
  readonly partnerId: PartnerId;
  readonly points: Points;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly termsVersion: number;
  readonly agreementId: AgreementId;
  readonly reversedAt: Date | null;
  /** What it burned. */
  readonly slices: readonly LotSlice[];
  readonly lots: readonly BurnedLot[];
}

export interface DonationNotFound {
  readonly kind: 'DonationNotFound';
  readonly donationId: DonationId;
}
export interface DonationAlreadyReversed {
  readonly kind: 'DonationAlreadyReversed';
  readonly donationId: DonationId;
  readonly reversedAt: Date;
}

export type UndonateRefusal = DonationNotFound | DonationAlreadyReversed;

export function decideUndonating(
  donationId: DonationId,
  donation: Donation | null,
): Result<Donation, UndonateRefusal> {
  if (donation === null) return refused({ kind: 'DonationNotFound', donationId });
  const { reversedAt } = donation;
  return reversedAt === null
    ? ok(donation)
    : refused({ kind: 'DonationAlreadyReversed', donationId, reversedAt });
}

/** What the partner no longer is owed, by issuer. */
export function undoneObligations({ slices, amountMinor }: Donation): readonly Obligation[] {
  return owedByIssuer(slices, amountMinor).map((owed) => ({
    ...owed,
    points: -owed.points,
    amountMinor: -owed.amountMinor,
  }));
}

/** The entry of the reversal: the mirror of the donation. */
export function undonationEntry(
  ids: { readonly entryId: EntryId; readonly sequence: bigint },
  donation: Donation,
  { landing, reason, now }: { readonly landing: Landing; readonly reason: string; readonly now: Date },
): EntryDraft {
  const { memberId, partnerId, points, slices, amountMinor, currency } = donation;
  const member = accounts.member(memberId);
  const facts = { causeId: donation.causeId, cause: donation.causeName, points: String(points) };
  const landed = { expiredPoints: String(landing.expired), debtPaid: String(landing.debtPaid) };
  return {
    ...NOTHING_ELSE,
    id: ids.entryId,
    sequence: ids.sequence,
    kind: 'REVERSAL',
    memberId,
    partnerId,
    causeId: donation.id,
    occurredAt: now,
    postedAt: now,
    termsVersion: donation.termsVersion,
    agreementId: donation.agreementId,
    reasons: [{ rule: 'DONATION_REVERSED', facts: { ...facts, ...landed, reason } }],
    postings: balanced([
      ...slices.map((slice) => posting(member, POINTS_UNIT, slice.points, slice.lotId)),
      ...debtPostings(memberId, landing.paid),
      posting(accounts.redemption(partnerId), POINTS_UNIT, -points),
      posting(accounts.receivable(partnerId), currency, amountMinor),
      posting(accounts.pointsFund, currency, -amountMinor),
    ]),
    lotChanges: landing.changes,
    debtChanges: debtChange(POINTS_UNIT, -landing.debtPaid),
  };
}
