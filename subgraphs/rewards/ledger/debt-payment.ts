/**
 * Debt paid from points that become free again when a hold ends.
 *
 * A return cannot take points that are held, so it may leave a debt beside them. Were they simply let go, the member
 * would have free points and a debt at once, and once those points lapse the debt alone would be left, though nothing
 * was spent.
 */
import type { AgreementId, EntryId, HoldId, MemberId, PartnerId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { debtChange, type EntryDraft, type LotChange, NOTHING_ELSE } from './entry.js';
import { type Lot, type LotSlice, lotState } from './lot.js';
import { accounts, balanced, POINTS_UNIT, type Posting, posting } from './posting.js';

/**
 * The part of each freed slice that pays the debt, as far as either goes; points that have lapsed meanwhile pay
 * nothing.
 */
export function slicesForDebt(
  freed: readonly LotSlice[],
  wallet: { readonly lots: readonly Lot[]; readonly debt: Points },
  now: Date,
): readonly LotSlice[] {
  const lapsed = new Set(wallet.lots.filter((lot) => lotState(lot, now) === 'EXPIRED').map(({ id }) => id));
  let left = wallet.debt;
  return freed.flatMap((slice) => {
    const paid = lapsed.has(slice.lotId) || left <= 0n ? 0n : slice.points < left ? slice.points : left;
    left -= paid;
    return paid === 0n ? [] : [{ ...slice, points: paid }];
  });
}

export function sumOf(slices: readonly LotSlice[]): Points {
  return slices.reduce((sum, { points }) => sum + points, 0n);
}

/**
 * Points leave their lots and the debt, which is a leg without a lot, rises by as much: the member's account keeps
 * its sum.
 */
export function debtPostings(memberId: MemberId, paid: readonly LotSlice[]): readonly Posting[] {
  const member = accounts.member(memberId);
  return [
    ...paid.map((slice) => posting(member, POINTS_UNIT, -slice.points, slice.lotId)),
    posting(member, POINTS_UNIT, sumOf(paid)),
  ];
}

/** The same changes of lots, with what was paid gone from them. */
export function lessPaid(changes: readonly LotChange[], paid: readonly LotSlice[]): readonly LotChange[] {
  const gone = new Map(paid.map(({ lotId, points }) => [lotId, points]));
  return changes.map((change) => ({
    ...change,
    remaining: change.remaining - (gone.get(change.lotId) ?? 0n),
  }));
}

export interface DebtPaymentFacts {
  readonly ids: { readonly entryId: EntryId; readonly sequence: bigint };
  readonly hold: {
    readonly id: HoldId;
    readonly memberId: MemberId;
    readonly partnerId: PartnerId;
    readonly termsVersion: number;
    readonly agreementId: AgreementId;
  };
  readonly paid: readonly LotSlice[];
  /** Everything that the end of the hold does to its lots. */
  readonly changes: readonly LotChange[];
  readonly now: Date;
}

/** The entry of a debt paid because a hold was let go. */
export function debtPaymentEntry({ ids, hold, paid, changes, now }: DebtPaymentFacts): EntryDraft {
  return {
    ...NOTHING_ELSE,
    id: ids.entryId,
    sequence: ids.sequence,
    kind: 'DEBT_PAYMENT',
    memberId: hold.memberId,
    partnerId: hold.partnerId,
    holdId: hold.id,
    occurredAt: now,
    postedAt: now,
    termsVersion: hold.termsVersion,
    agreementId: hold.agreementId,
    postings: balanced(debtPostings(hold.memberId, paid)),
    lotChanges: changes,
    debtChanges: debtChange(POINTS_UNIT, -sumOf(paid)),
  };
}
