/**
 * Firms as members: one balance, several buyers. Each buyer has a card of its own, which says at a till whose limit it
 * is that the points go by.
 */

import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { MonthlyLimit } from '../limits/monthly-limit.js';

/** Enough for a firm's purchasing staff; a thousand would make one firm a coalition of its own. */
export const BUYERS_PER_ORGANISATION_MAX = 100;

export interface Organisation {
  readonly memberId: string;
  readonly name: string;
  readonly reference: string;
}

export interface Buyer {
  readonly id: string;
  /** Whoever has the card: a merge moves both. */
  readonly memberId: string;
  readonly cardId: string;
  readonly cardNumber: string;
  readonly label: string;
  readonly monthlySpendLimit: MonthlyLimit;
  readonly isActive: boolean;
  readonly version: number;
  readonly addedAt: Date;
}

export interface OrganisationAlreadyEnrolled {
  readonly kind: 'OrganisationAlreadyEnrolled';
  readonly memberId: string;
}

export interface OrganisationNotFound {
  readonly kind: 'OrganisationNotFound';
  readonly memberId: string;
}

export interface BuyerLimitReached {
  readonly kind: 'BuyerLimitReached';
  readonly limit: number;
}

export interface BuyerNotFound {
  readonly kind: 'BuyerNotFound';
  readonly buyerId: string;
}

export interface BuyerNotActive {
  readonly kind: 'BuyerNotActive';
  readonly buyerId: string;
}

/** Gives the reference in the one spelling under which it is unique: `hrb 12 345` and `HRB 12 345` are one firm. */
export function referenceOf(written: string): string {
  return written.replace(/\s+/gu, ' ').toUpperCase();
}

export function withRoomForBuyer(activeBuyers: number): Result<null, BuyerLimitReached> {
  if (activeBuyers < BUYERS_PER_ORGANISATION_MAX) return ok(null);
  return refused({ kind: 'BuyerLimitReached', limit: BUYERS_PER_ORGANISATION_MAX });
}

/** Gives the buyer as changed, one version on; a removed buyer changes no more. */
export function changedBuyer(
  buyer: Buyer,
  changes: Partial<Pick<Buyer, 'monthlySpendLimit' | 'isActive'>>,
): Result<Buyer, BuyerNotActive> {
  if (!buyer.isActive) return refused({ kind: 'BuyerNotActive', buyerId: buyer.id });
  return ok({ ...buyer, ...changes, version: buyer.version + 1 });
}
