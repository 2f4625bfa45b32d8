/**
 * What a till shows before the purchase: what the basket would earn, how much of it points may pay, the wallet
 * after it, and why.
 *
 * It is made from the same decision that records a purchase, so the preview cannot promise what the record does
 * not give.
 */
import type { Points } from '../../../shared/values/points.js';
import { lotState } from '../ledger/lot.js';
import type { WalletBalance } from '../ledger/wallet.js';
import { type ProgrammeTerms, worthMinor } from '../programme/terms.js';
import type { Earning } from '../purchases/earning.js';

/** What keeps points from paying more of the basket. */
export const payableLimits = [
  'SHARE_OF_BASKET',
  'BALANCE',
  'OTHER_CURRENCY',
  'POINTS_WORTH_NOTHING',
] as const;
export type PayableLimit = (typeof payableLimits)[number];

export interface Payable {
  readonly points: Points;
  readonly amountMinor: bigint;
  readonly limitedBy: PayableLimit;
}

export interface EarningReason {
  readonly rule: 'BASE_RATE' | 'DEBT';
  readonly hasFired: boolean;
  readonly points: Points;
  readonly explanation: string;
}

interface BasketMoney {
  readonly totalMinor: bigint;
  readonly currency: string;
}

/** How much of a basket points may pay: at most the programme's share of it, and at most what is available. */
export function payableByPoints(basket: BasketMoney, available: Points, terms: ProgrammeTerms): Payable {
  const none = (limitedBy: PayableLimit): Payable => ({ points: 0n, amountMinor: 0n, limitedBy });
  if (basket.currency !== terms.currency) return none('OTHER_CURRENCY');
  if (terms.worthMinorPerThousand === 0n) return none('POINTS_WORTH_NOTHING');
  if (available <= 0n) return none('BALANCE');
  const shareMinor = (basket.totalMinor * BigInt(terms.payableShareBasisPoints)) / 10_000n;
  const shareInPoints = (shareMinor * 1000n) / terms.worthMinorPerThousand;
  const points = shareInPoints < available ? shareInPoints : available;
  const limitedBy = shareInPoints < available ? 'SHARE_OF_BASKET' : 'BALANCE';
  return { points, amountMinor: worthMinor(points, terms), limitedBy };
}

/**
 * The wallet once the basket is recorded. Points that pay a debt lift what is available by as much; those of a receipt
 * so late that they are gone already lift nothing.
 */
export function walletAfter(before: WalletBalance, earning: Earning, now: Date): WalletBalance {
  const { points, debtPaid } = earning;
  const lotPoints = points - debtPaid;
  const state = lotState(earning, now);
  return {
    available: before.available + debtPaid + (state === 'ACTIVE' ? lotPoints : 0n),
    pending: before.pending + (state === 'PENDING' ? lotPoints : 0n),
    held: before.held,
    debt: before.debt - debtPaid,
  };
}

/** Why the basket earns what it earns. */
export function reasonsFor(basket: BasketMoney, earning: Earning): readonly EarningReason[] {
  const { agreement } = earning.standing;
  const rate = `${agreement.earnPoints} points for each ${agreement.earnPerMinor}`;
  const base: EarningReason = {
    rule: 'BASE_RATE',
    hasFired: earning.points > 0n,
    points: earning.points,
    explanation: `${rate} of ${basket.totalMinor} minor units of ${basket.currency}, fractions dropped`,
  };
  if (earning.debtPaid === 0n) return [base];
  const explanation = 'an earlier return took back points that were spent already; these pay for them';
  return [base, { rule: 'DEBT', hasFired: true, points: -earning.debtPaid, explanation }];
}
