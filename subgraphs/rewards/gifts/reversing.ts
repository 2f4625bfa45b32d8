/**
 * The undoing of an accepted gift: what the receiver still has of it goes back to the giver's lots and their old
 * expiry.
 *
 * What was spent is missing, unless the operator lets the receiver owe it: then other points of the receiver go, and a
 * debt is left for the rest. Points whose time is over are gone for both and are owed by nobody.
 */
import type { LotId, MemberId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { lessPaid, slicesForDebt, sumOf } from '../ledger/debt-payment.js';
import { debtChange, type EntryDraft, type LotChange, type NewLot, takingAway } from '../ledger/entry.js';
import { freePoints, type Lot, type LotSlice, lotState } from '../ledger/lot.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import { type OwnShare, type TakenBack, takeBack } from '../ledger/taking-back.js';
import type { LotOrigin } from '../wallets/lot-origin.js';
import type { Gift } from './gift.js';
import { carriedOn, type EntryName, giftEntry, giftFacts } from './gift-entries.js';

/** A slice of the gift: where it came from, what it became. */
export interface GivenSlice extends LotSlice {
  readonly origin: LotOrigin;
  readonly received: LotOrigin;
}

export interface Reversal {
  /** What the receiver still had of the gift. */
  readonly returned: Points;
  /** What goes back beyond it. */
  readonly owed: Points;
  /** How many points of each slice go back to the giver. */
  readonly back: readonly (GivenSlice & { readonly newLotId: LotId })[];
  readonly taken: TakenBack;
}

/**
 * Splits a slice by the lots that what was received moved on to, as far as they have it still; what none of them has
 * stays with the received lot, where it is found missing.
 */
export function receivedParts(slice: GivenSlice, moved: readonly LotOrigin[]): readonly GivenSlice[] {
  const parts: GivenSlice[] = [];
  let left = slice.points;
  for (const received of moved) {
    const free = freePoints(received);
    const points = free < left ? free : left;
    if (points > 0n) parts.push({ ...slice, points, received });
    left -= points;
  }
  return left > 0n ? [...parts, { ...slice, points: left }] : parts;
}

function hasLapsed({ closedAs, ...lot }: LotOrigin, now: Date): boolean {
  return closedAs !== null || lotState(lot, now) === 'EXPIRED';
}

/** Decides what goes back of each slice, and what is taken from the receiver for it. */
export function reversalOf(
  slices: readonly GivenSlice[],
  facts: {
    readonly lots: readonly Lot[];
    readonly mayOwe: boolean;
    readonly now: Date;
    readonly newLotId: () => LotId;
  },
): Reversal {
  const { lots, mayOwe, now } = facts;
  const living = slices.filter(({ received }) => !hasLapsed(received, now));
  const shares: OwnShare[] = living.map(({ received, points }) => {
    const free = freePoints(received);
    return { lotId: received.id, points: free < points ? free : points };
  });
  const returned = shares.reduce((sum, { points }) => sum + points, 0n);
  const whole = living.reduce((sum, { points }) => sum + points, 0n);
  const owed = mayOwe ? whole - returned : 0n;
  const usable = lots.filter((lot) => lotState(lot, now) !== 'EXPIRED');
  const back = living
    .map((slice, at) => ({ ...slice, points: mayOwe ? slice.points : (shares[at]?.points ?? 0n) }))
    .filter(({ points }) => points > 0n)
    .map((slice) => ({ ...slice, newLotId: facts.newLotId() }));
  return { returned, owed, back, taken: takeBack(returned + owed, { lots: usable, own: shares }, now) };
}

interface EntryFacts {
  readonly gift: Gift;
  readonly reversal: Reversal;
  readonly reason: string;
  readonly now: Date;
}

function reasonsOf({ gift, reversal, reason }: EntryFacts) {
  const { returned, owed } = reversal;
  const figures = { returned: String(returned), owed: String(owed) };
  return [{ rule: 'GIFT_REVERSED', facts: { ...giftFacts(gift), ...figures, reason } }];
}

/** The entry of a reversal of whoever has what was received. */
export function takenBackEntry(
  name: EntryName,
  facts: EntryFacts & { readonly memberId: MemberId },
): EntryDraft {
  const { gift, memberId, reversal, now } = facts;
  const { slices, debt } = reversal.taken;
  const member = accounts.member(memberId);
  return {
    ...giftEntry(name, { gift, now, kind: 'REVERSAL', memberId }),
    reasons: reasonsOf(facts),
    postings: balanced([
      ...slices.map((slice) => posting(member, POINTS_UNIT, -slice.points, slice.lotId)),
      posting(member, POINTS_UNIT, -debt),
      posting(accounts.transit, POINTS_UNIT, sumOf(slices) + debt),
    ]),
    lotChanges: takingAway(slices),
    debtChanges: debtChange(POINTS_UNIT, debt),
  };
}

interface GivenBack {
  readonly lotId: LotId;
  readonly slice: Reversal['back'][number];
  /** A lot that was closed meanwhile is not opened again: what comes back is a lot of its own. */
  readonly isNew: boolean;
}

/** What was received moved on in parts, and all of them go back to one lot: a statement changes a lot once. */
function onceForEachLot(given: readonly GivenBack[]): readonly GivenBack[] {
  const byLot = new Map<LotId, GivenBack>();
  for (const back of given) {
    const former = byLot.get(back.lotId)?.slice.points ?? 0n;
    byLot.set(back.lotId, { ...back, slice: { ...back.slice, points: former + back.slice.points } });
  }
  return [...byLot.values()];
}

/** The giver's entry of a reversal; a debt that the giver has by now is paid first. */
export function givenBackEntry(
  name: EntryName,
  facts: EntryFacts & { readonly giver: { readonly lots: readonly Lot[]; readonly debt: Points } },
): EntryDraft {
  const { gift, reversal, giver, now } = facts;
  const given = onceForEachLot(
    reversal.back.map((slice) => {
      const isNew = hasLapsed(slice.origin, now);
      return { slice, isNew, lotId: isNew ? slice.newLotId : slice.origin.id };
    }),
  );
  const slices = given.map(({ slice, lotId }) => ({ ...slice, lotId }));
  const paid = slicesForDebt(slices, giver, now);
  return {
    ...giftEntry(name, { gift, now, kind: 'REVERSAL', memberId: gift.giverId }),
    reasons: reasonsOf(facts),
    postings: givenBackPostings(gift.giverId, slices, paid),
    newLots: newLotsOf(given, { gift, paid }),
    lotChanges: lessPaid(changesOf(given), paid),
    debtChanges: debtChange(POINTS_UNIT, -sumOf(paid)),
  };
}

function givenBackPostings(giverId: MemberId, slices: readonly LotSlice[], paid: readonly LotSlice[]) {
  const member = accounts.member(giverId);
  return balanced([
    posting(accounts.transit, POINTS_UNIT, -sumOf(slices)),
    ...slices.map((slice) => posting(member, POINTS_UNIT, slice.points, slice.lotId)),
    ...paid.map((slice) => posting(member, POINTS_UNIT, -slice.points, slice.lotId)),
    posting(member, POINTS_UNIT, sumOf(paid)),
  ]);
}

function changesOf(given: readonly GivenBack[]): readonly LotChange[] {
  return given
    .filter(({ isNew }) => !isNew)
    .map(({ lotId, slice }) => ({ lotId, remaining: slice.points, held: 0n }));
}

function newLotsOf(
  given: readonly GivenBack[],
  { gift, paid }: { readonly gift: Gift; readonly paid: readonly LotSlice[] },
): readonly NewLot[] {
  return given
    .filter(({ isNew }) => isNew)
    .map(({ lotId: id, slice }) => {
      const debtPaid = paid.find(({ lotId }) => lotId === id)?.points ?? 0n;
      // The receiver's lot is the one that lives: its moments are what is left of the old ones.
      const { points, received } = slice;
      return carriedOn(received, { id, points, paid: debtPaid, gift, rule: 'GIFT_REVERSED' });
    });
}
