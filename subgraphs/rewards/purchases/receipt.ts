/**
 * What a till sends about a purchase, and the rules of a receipt that need no one but itself.
 *
 * Rules stand in order of precedence; the first that fails is the refusal.
 */
import type { PartnerId, StoreId } from '../../../shared/values/ids.js';
import type { Result } from '../../../shared/values/result.js';
import { ok, refused } from '../../../shared/values/result.js';
import type { Channel } from '../bonuses/bonus.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import type { MemberRef } from '../reference/standing.js';

export interface ReceiptLine {
  readonly lineNumber: number;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly amountMinor: bigint;
}

/** A basket that may become a purchase. */
export interface Basket {
  readonly member: MemberRef;
  readonly storeId: StoreId;
  readonly purchasedAt: Date;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly lines: readonly ReceiptLine[];
  /** Left out where the till says nothing of it. */
  readonly channel?: Channel | undefined;
  /** From before the programme kept its own books: no window of age. Operators only. */
  readonly isHistorical: boolean;
  /** The partner that sends it; null for the operator. A partner sees its own stores and no others. */
  readonly sentBy: PartnerId | null;
}

export const LINES_MAX = 2000;
/** Clocks of tills run a little ahead; more than this is a mistake. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

export interface AmountNotPositive {
  readonly kind: 'AmountNotPositive';
  readonly field: string;
  readonly amount: bigint;
}
export interface AmountTooLarge {
  readonly kind: 'AmountTooLarge';
  readonly amountMinor: bigint;
  readonly maxMinor: bigint;
}
export interface LineSumMismatch {
  readonly kind: 'LineSumMismatch';
  readonly expectedMinor: bigint;
  readonly gotMinor: bigint;
}
export interface TooManyLines {
  readonly kind: 'TooManyLines';
  readonly count: number;
  readonly max: number;
}
export interface PurchaseInTheFuture {
  readonly kind: 'PurchaseInTheFuture';
  readonly purchasedAt: Date;
  readonly now: Date;
}
export interface PurchaseTooOld {
  readonly kind: 'PurchaseTooOld';
  readonly purchasedAt: Date;
  readonly oldestAllowed: Date;
}

/** Refusals of what a basket costs, whether it is bought or paid with points. */
export type AmountsRefusal = AmountNotPositive | AmountTooLarge | LineSumMismatch | TooManyLines;
export type ReceiptRefusal = AmountsRefusal | PurchaseInTheFuture | PurchaseTooOld;

/** The first amount of a basket that cannot be, or null. */
export function checkAmounts(
  basket: Pick<Basket, 'totalMinor' | 'lines'>,
  terms: ProgrammeTerms,
): AmountsRefusal | null {
  const { totalMinor, lines } = basket;
  if (totalMinor <= 0n) return { kind: 'AmountNotPositive', field: 'totalMinor', amount: totalMinor };
  // A line of zero is a gift and welcome; a line below zero would have to come as a return.
  for (const [index, { amountMinor, quantity }] of lines.entries()) {
    if (amountMinor < 0n) {
      return { kind: 'AmountNotPositive', field: `lines[${index}].amountMinor`, amount: amountMinor };
    }
    if (quantity <= 0) {
      return { kind: 'AmountNotPositive', field: `lines[${index}].quantity`, amount: BigInt(quantity) };
    }
  }
  const tooLarge = [totalMinor, ...lines.map((line) => line.amountMinor)].find(
    (amount) => amount > terms.receiptMaxMinor,
  );
  if (tooLarge !== undefined) {
    return { kind: 'AmountTooLarge', amountMinor: tooLarge, maxMinor: terms.receiptMaxMinor };
  }
  const gotMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  if (gotMinor !== totalMinor) return { kind: 'LineSumMismatch', expectedMinor: totalMinor, gotMinor };
  if (lines.length > LINES_MAX) return { kind: 'TooManyLines', count: lines.length, max: LINES_MAX };
  return null;
}

function timeRefusal(basket: Basket, terms: ProgrammeTerms, now: Date): ReceiptRefusal | null {
  const { purchasedAt, isHistorical } = basket;
  if (purchasedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) {
    return { kind: 'PurchaseInTheFuture', purchasedAt, now };
  }
  const oldestAllowed = new Date(now.getTime() - terms.purchaseWindowDays * DAY_MS);
  const isTooOld = !isHistorical && purchasedAt < oldestAllowed;
  return isTooOld ? { kind: 'PurchaseTooOld', purchasedAt, oldestAllowed } : null;
}

/** Checks amounts, lines and age of a receipt. */
export function checkReceipt(basket: Basket, terms: ProgrammeTerms, now: Date): Result<null, ReceiptRefusal> {
  const refusal = checkAmounts(basket, terms) ?? timeRefusal(basket, terms, now);
  return refusal === null ? ok(null) : refused(refusal);
}
