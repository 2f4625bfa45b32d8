/**
 * Where what a purchase gave is to be found once its buyer was merged into another member: in the lots that its own
 * became there, the older first, and in what of its own had lapsed before.
 *
 * All that goes back is shared out and nothing twice. What is nowhere to be found was spent: it is asked of the lots
 * that its own became all the same, and found missing there.
 */
import type { LotId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { freePoints, type Lot, type LotSlice } from '../ledger/lot.js';
import type { OwnShare } from '../ledger/taking-back.js';
import type { LapsedLot } from './lapsed-points.js';

/** A lot of the holder, and the lot of the purchase that it is made of. */
export interface MadeOf {
  readonly rootLotId: LotId;
  readonly lotId: LotId;
}

export interface MovedShares {
  /** What is asked of the holder's lots. */
  readonly own: readonly OwnShare[];
  /** What had lapsed at the buyer. */
  readonly lapsed: readonly LotSlice[];
}

export function movedShares(
  shares: readonly OwnShare[],
  there: {
    readonly made: readonly MadeOf[];
    /** The holder's, as they would be had nothing of them been written down as lapsed. */
    readonly lots: readonly Lot[];
    /** The purchase's own of which something had lapsed. */
    readonly lapsed: readonly LapsedLot[];
  },
): MovedShares {
  const all = shares.map((share) => movedShare(share, there));
  return { own: all.flatMap(({ own }) => own), lapsed: all.flatMap(({ lapsed }) => lapsed) };
}

function movedShare(
  { lotId, points }: OwnShare,
  { made, lots, lapsed }: Parameters<typeof movedShares>[1],
): MovedShares {
  const own: OwnShare[] = [];
  let left = points;
  for (const { lotId: madeId } of made.filter(({ rootLotId }) => rootLotId === lotId)) {
    const lot = lots.find(({ id }) => id === madeId);
    const part = least(left, lot === undefined ? 0n : freePoints(lot));
    if (part === 0n) continue;
    own.push({ lotId: madeId, points: part });
    left -= part;
  }
  const gone = lapsed.find(({ id }) => id === lotId);
  const part = least(left, gone?.lapsed ?? 0n);
  left -= part;
  return {
    own: left === 0n ? own : [...own, { lotId, points: left }],
    lapsed:
      gone === undefined || part === 0n
        ? []
        : [{ lotId, issuerPartnerId: gone.issuerPartnerId, points: part }],
  };
}

const least = (one: Points, other: Points): Points => (one < other ? one : other);
