/**
 * What points may pay of a basket, and which points: the programme's rules of spending.
 *
 * The preview of a basket and the act that pays it ask the same functions, so no till is promised what the act does
 * not take. Every share is rounded down, of a line and of the basket alike.
 */
import type { LotId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { CurrencyNotAgreed } from '../earning/earning.js';
import type { Lot } from '../ledger/lot.js';
import { type ProgrammeTerms, worthMinor } from '../programme/terms.js';
import { type AmountsRefusal, checkAmounts, type ReceiptLine } from '../purchases/receipt.js';

/** What keeps points from paying more of a basket. */
export const payableLimits = [
  'SHARE_OF_BASKET',
  'SHARE_OF_LINES',
  'BALANCE',
  'OTHER_CURRENCY',
  'POINTS_WORTH_NOTHING',
] as const;
export type PayableLimit = (typeof payableLimits)[number];

/** What is paid with points, as the till has it. */
export interface PaidBasket {
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly lines: readonly ReceiptLine[];
}

export interface Payable {
  readonly points: Points;
  /** What the points are worth. */
  readonly amountMinor: bigint;
  readonly limitedBy: PayableLimit;
  /** At most so much of each line, in minor units; points of the basket never pay more than their sum. */
  readonly lines: readonly { readonly lineNumber: number; readonly amountMinor: bigint }[];
}

function shareOf(amountMinor: bigint, basisPoints: number): bigint {
  return (amountMinor * BigInt(basisPoints)) / 10_000n;
}

/** How much of a basket the programme lets points pay, whoever has them. */
export function payableShare(basket: PaidBasket, terms: ProgrammeTerms): Payable {
  const mayPay = basket.currency === terms.currency && terms.worthMinorPerThousand > 0n;
  const lines = basket.lines.map(({ lineNumber, amountMinor }) => ({
    lineNumber,
    amountMinor: mayPay ? shareOf(amountMinor, terms.linePayableShareBasisPoints) : 0n,
  }));
  if (!mayPay) {
    const isForeign = basket.currency !== terms.currency;
    const limitedBy = isForeign ? 'OTHER_CURRENCY' : 'POINTS_WORTH_NOTHING';
    return { points: 0n, amountMinor: 0n, limitedBy, lines };
  }
  const ofLines = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  const ofBasket = shareOf(basket.totalMinor, terms.payableShareBasisPoints);
  const shareMinor = ofLines < ofBasket ? ofLines : ofBasket;
  const points = (shareMinor * 1000n) / terms.worthMinorPerThousand;
  const limitedBy = ofLines < ofBasket ? 'SHARE_OF_LINES' : 'SHARE_OF_BASKET';
  return { points, amountMinor: worthMinor(points, terms), limitedBy, lines };
}

/** How much of a basket a member's points may pay: at most the programme's share, and at most what is available. */
export function payableByPoints(basket: PaidBasket, available: Points, terms: ProgrammeTerms): Payable {
  const share = payableShare(basket, terms);
  const mayPay = share.limitedBy !== 'OTHER_CURRENCY' && share.limitedBy !== 'POINTS_WORTH_NOTHING';
  if (!mayPay || (share.points < available && available > 0n)) return share;
  const points = available > 0n ? available : 0n;
  return { ...share, points, amountMinor: worthMinor(points, terms), limitedBy: 'BALANCE' };
}

/** What a till asks points to pay. */
export interface SpendRequest {
  readonly points: Points;
  readonly basket: PaidBasket | null;
  /** The receipt that is paid, when the till has given it a number. */
  readonly receiptNumber: string | null;
}

export interface SpendFacts {
  readonly terms: ProgrammeTerms;
  readonly agreedCurrency: string;
  /** What other holds pay of the same receipt. */
  readonly paidOnReceipt: Points;
}

export interface BasketRequired {
  readonly kind: 'BasketRequired';
  readonly field: 'basket' | 'receiptNumber';
}
export interface PayableShareExceeded {
  readonly kind: 'PayableShareExceeded';
  readonly asked: Points;
  readonly payable: Points;
  readonly payableMinor: bigint;
  readonly limitedBy: PayableLimit;
}

export type SpendRefusal = BasketRequired | CurrencyNotAgreed | AmountsRefusal | PayableShareExceeded;

/** Checks what is asked against the programme's rules of spending. Refusals in order of precedence. */
export function checkSpend(request: SpendRequest, facts: SpendFacts): Result<null, SpendRefusal> {
  const { basket, points: asked, receiptNumber } = request;
  const { terms, agreedCurrency: agreed, paidOnReceipt } = facts;
  if (basket === null) {
    return terms.isBasketRequired ? refused({ kind: 'BasketRequired', field: 'basket' }) : ok(null);
  }
  // Without its number nobody can tell which points the receipt itself earned.
  if (terms.isBasketRequired && !terms.spendsOnEarningReceipt && receiptNumber === null) {
    return refused({ kind: 'BasketRequired', field: 'receiptNumber' });
  }
  const { currency } = basket;
  if (currency !== agreed) return refused({ kind: 'CurrencyNotAgreed', currency, agreed });
  const wrong = checkAmounts(basket, terms);
  if (wrong !== null) {
    return refused(wrong.kind === 'AmountNotPositive' ? { ...wrong, field: `basket.${wrong.field}` } : wrong);
  }
  const { points, limitedBy } = payableShare(basket, terms);
  const payable = points > paidOnReceipt ? points - paidOnReceipt : 0n;
  if (asked <= payable) return ok(null);
  const payableMinor = worthMinor(payable, terms);
  return refused({ kind: 'PayableShareExceeded', asked, payable, payableMinor, limitedBy });
}

/** The lots that may pay: those of the receipt that is paid may not where the programme rules so. */
export function spendableLots(
  lots: readonly Lot[],
  { terms, receiptLots }: { readonly terms: ProgrammeTerms; readonly receiptLots: readonly LotId[] },
): readonly Lot[] {
  return terms.spendsOnEarningReceipt ? lots : lots.filter(({ id }) => !receiptLots.includes(id));
}
