/**
 * Where taken-back points come from: the purchase's own lots first, each by its share and whatever its state, then
 * other lots in the order in which they would be spent, then lots that are still pending. What is left is debt. Held
 * points are promised to a till and stay.
 */
import type { LotId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import {
  activeInBurnOrder,
  byBurnOrder,
  freePoints,
  type Lot,
  type LotSlice,
  lotState,
  takeFrom,
} from './lot.js';

export interface TakenBack {
  readonly slices: readonly LotSlice[];
  readonly debt: Points;
}

/** What a lot of the purchase gave of the points that go back. */
export interface OwnShare {
  readonly lotId: LotId;
  readonly points: Points;
}

export function takeBack(
  points: Points,
  wallet: { readonly lots: readonly Lot[]; readonly own: readonly OwnShare[] },
  now: Date,
): TakenBack {
  const shares = wallet.own.flatMap(({ lotId, points: share }) => {
    const lot = wallet.lots.find(({ id }) => id === lotId);
    return lot === undefined ? [] : takeFrom([lot], share).slices;
  });
  const left = wallet.lots.map((lot) => less(lot, shares));
  const isOwn = (lot: Lot): boolean => wallet.own.some(({ lotId }) => lotId === lot.id);
  const own = left.filter((lot) => isOwn(lot) && freePoints(lot) > 0n);
  const others = left.filter((lot) => !isOwn(lot));
  const pending = others.filter((lot) => lotState(lot, now) === 'PENDING').sort(byBurnOrder);
  const rest = points - shares.reduce((sum, slice) => sum + slice.points, 0n);
  const { slices, missing } = takeFrom([...own, ...activeInBurnOrder(others, now), ...pending], rest);
  return { slices: merged([...shares, ...slices]), debt: missing };
}

function less(lot: Lot, slices: readonly LotSlice[]): Lot {
  const taken = slices.find(({ lotId }) => lotId === lot.id)?.points ?? 0n;
  return { ...lot, remaining: lot.remaining - taken };
}

/** One slice for each lot: a statement changes a lot once. */
function merged(slices: readonly LotSlice[]): readonly LotSlice[] {
  const byLot = new Map<LotId, LotSlice>();
  for (const slice of slices) {
    const former = byLot.get(slice.lotId)?.points ?? 0n;
    byLot.set(slice.lotId, { ...slice, points: former + slice.points });
  }
  return [...byLot.values()];
}
