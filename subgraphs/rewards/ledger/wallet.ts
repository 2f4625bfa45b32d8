/**
 * A wallet: what a member's lots and debt come to at an instant.
 *
 * Debt arises only when goods come back whose points are already spent or held. It is paid by the next points earned
 * or let go by a hold, and until then it stands against what is available, which can only by this go below zero.
 */
import type { Points } from '../../../shared/values/points.js';
import type { Lot } from './lot.js';
import { freePoints, lotState } from './lot.js';

export interface WalletBalance {
  readonly available: Points;
  readonly pending: Points;
  readonly held: Points;
  readonly debt: Points;
}

export function walletBalance(lots: readonly Lot[], debt: Points, now: Date): WalletBalance {
  let available = -debt;
  let pending = 0n;
  let held = 0n;
  for (const lot of lots) {
    const state = lotState(lot, now);
    held += lot.held;
    if (state === 'ACTIVE') available += freePoints(lot);
    if (state === 'PENDING') pending += freePoints(lot);
  }
  return { available, pending, held, debt };
}

/** How much of a debt newly earned points pay: all of it, or all of them. */
export function debtPaidBy(points: Points, debt: Points): Points {
  return points < debt ? points : debt;
}
