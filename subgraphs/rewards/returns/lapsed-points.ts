/**
 * Points of a purchase that lapsed before its goods came back.
 *
 * The member lost them already, so they cover the return before anything else does, whether or not a night has written
 * the lapse down. Where one has, the return takes that part of the lapse back and then the points: what was never
 * earned in the end is no breakage.
 */
import { type LotChange, takingAway } from '../ledger/entry.js';
import { freePoints, type Lot, type LotSlice } from '../ledger/lot.js';
import { accounts, type Posting, posting } from '../ledger/posting.js';

/** A lot whose time is over, and how much of it has been written down as lapsed and is so still. */
export interface LapsedLot extends Lot {
  readonly lapsed: bigint;
}

/** Gives the lots of a wallet as they would be had no night written down what lapsed. */
export function beforeLapse(lots: readonly Lot[], lapsed: readonly LapsedLot[]): readonly Lot[] {
  if (lapsed.length === 0) return lots;
  const others = lots.filter(({ id }) => !lapsed.some((lot) => lot.id === id));
  return [
    ...others,
    ...lapsed.map(({ lapsed: points, ...lot }) => ({ ...lot, remaining: lot.remaining + points })),
  ];
}

/** Points of a lapse that a return takes back. */
export interface UndoneLapse extends LotSlice {
  /** Nothing of the lot counts as lapsed any more. */
  readonly isWhole: boolean;
}

/** Gives the part of each slice for which a lapse has to be taken back: what is no longer in its lot. */
export function outOfLapse(
  slices: readonly LotSlice[],
  lapsed: readonly LapsedLot[],
): readonly UndoneLapse[] {
  return slices.flatMap((slice) => {
    const lot = lapsed.find(({ id }) => id === slice.lotId);
    const points = lot === undefined ? 0n : slice.points - freePoints(lot);
    return points > 0n ? [{ ...slice, points, isWhole: points === lot?.lapsed }] : [];
  });
}

/** The legs by which lapsed points are in their lots again. */
export function lapseUndone(
  member: string,
  unit: string,
  undone: readonly UndoneLapse[],
): readonly Posting[] {
  return undone.flatMap(({ lotId, issuerPartnerId, points }) => [
    posting(accounts.lapsed(issuerPartnerId), unit, -points),
    posting(member, unit, points, lotId),
  ]);
}

/** What taking the slices does to lots, of which a part had left them by lapsing. */
export function lotsAfter(slices: readonly LotSlice[], undone: readonly UndoneLapse[]): readonly LotChange[] {
  return takingAway(slices).map((change) => {
    const lapse = undone.find(({ lotId }) => lotId === change.lotId);
    if (lapse === undefined) return change;
    return { ...change, remaining: change.remaining + lapse.points, reopens: lapse.isWhole };
  });
}
