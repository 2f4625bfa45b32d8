/** What a buyer may spend of the points of the firm: at most so many in a calendar month. */
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

/** Who stands at the till for an organisation member. */
export interface Buyer {
  readonly buyerId: string;
  /** Null: no limit. */
  readonly monthlySpendLimit: Points | null;
  /** Spent or held in this calendar month. */
  readonly spent: Points;
}

export interface BuyerLimitExceeded {
  readonly kind: 'BuyerLimitExceeded';
  readonly buyerId: string;
  readonly most: Points;
  readonly spent: Points;
  readonly asked: Points;
}

export function checkBuyerLimit(buyer: Buyer | null, asked: Points): Result<null, BuyerLimitExceeded> {
  if (buyer === null || buyer.monthlySpendLimit === null) return ok(null);
  const { buyerId, monthlySpendLimit: most, spent } = buyer;
  return spent + asked <= most
    ? ok(null)
    : refused({ kind: 'BuyerLimitExceeded', buyerId, most, spent, asked });
}
