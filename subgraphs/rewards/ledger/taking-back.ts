/**
 * Where taken-back points come from: the purchase's own lot first, whatever its state, then other lots in the
 * order in which they would be spent, then lots that are still pending. What is left is debt. Held points are
 * promised to a till and stay.
 */
import type { LotId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { activeInBurnOrder, byBurnOrder, type Lot, type LotSlice, lotState, takeFrom } from './lot.js';

export interface TakenBack {
  readonly slices: readonly LotSlice[];
  readonly debt: Points;
}

export function takeBack(
  points: Points,
  wallet: { readonly lots: readonly Lot[]; readonly ownLotId: LotId | null },
  now: Date,
): TakenBack {
  const own = wallet.lots.filter((lot) => lot.id === wallet.ownLotId);
  const others = wallet.lots.filter((lot) => lot.id !== wallet.ownLotId);
  const pending = others.filter((lot) => lotState(lot, now) === 'PENDING').sort(byBurnOrder);
  const { slices, missing } = takeFrom([...own, ...activeInBurnOrder(others, now), ...pending], points);
  return { slices, debt: missing };
}
