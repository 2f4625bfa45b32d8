/** Whether points of a purchase wait for the event that a partner tells of: it came, or it will not come. */
import type { PartnerId, PurchaseId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { PurchaseNotFound, SoldPurchase } from '../returns/returning.js';
import type { EndingLot } from './lapsing.js';

/** Nothing of the purchase waits: it never did, its event was told before, or its time is over. */
export interface NothingWaits {
  readonly kind: 'NothingWaits';
  readonly purchaseId: PurchaseId;
}

export interface EventRequest {
  readonly purchaseId: PurchaseId;
  readonly sentBy: PartnerId | null;
}

export type EventRefusal = PurchaseNotFound | NothingWaits;

/** Gives the lots that wait. @param lots - of the purchase, those that wait at the instant of the act */
export function decideWaiting(
  { purchaseId, sentBy }: EventRequest,
  purchase: SoldPurchase | null,
  lots: readonly EndingLot[],
): Result<readonly EndingLot[], EventRefusal> {
  // Another partner's purchase is no different from none: nothing is told about it.
  const isForeign = sentBy !== null && purchase?.partnerId !== sentBy;
  if (purchase === null || isForeign) return refused({ kind: 'PurchaseNotFound', purchaseId });
  return lots.length === 0 ? refused({ kind: 'NothingWaits', purchaseId }) : ok(lots);
}
