/**
 * What a till shows before the purchase: what the basket would earn, the wallet after it, and why.
 *
 * It is made from the same decision that records a purchase, so the preview cannot promise what the record does
 * not give.
 */
import type { Points } from '../../../shared/values/points.js';
import type { UnfiredBonus } from '../bonuses/bonus.js';
import { type Award, mainAwards, sumDebtPaid } from '../earning/awarding.js';
import type { Earning } from '../earning/earning.js';
import { type LotState, lotState } from '../ledger/lot.js';
import type { WalletBalance } from '../ledger/wallet.js';
import { MAIN_UNIT } from '../wallet-kinds/wallet-kind.js';

export interface EarningReason {
  /** BASE_RATE, DEBT, or the rule of a bonus or a cap. */
  readonly rule: string;
  /** The unit that it gives or takes. */
  readonly unit: string;
  readonly hasFired: boolean;
  readonly points: Points;
  readonly explanation: string;
}

interface BasketMoney {
  readonly totalMinor: bigint;
  readonly currency: string;
}

/**
 * The wallet once the basket is recorded. Points that pay a debt lift what is available by as much; those of a receipt
 * so late that they are gone already lift nothing.
 */
export function walletAfter(before: WalletBalance, earning: Earning, now: Date): WalletBalance {
  const awards = mainAwards(earning.awards);
  const debtPaid = sumDebtPaid(awards);
  const added = (state: LotState): Points =>
    awards
      .filter(({ life }) => lotState(life, now) === state)
      .reduce((sum, award) => sum + award.granted - award.debtPaid, 0n);
  return {
    available: before.available + debtPaid + added('ACTIVE'),
    pending: before.pending + added('PENDING'),
    held: before.held,
    debt: before.debt - debtPaid,
  };
}

/** Why the basket earns what it earns: each award with the cap that trimmed it, and the debt that it pays. */
export function reasonsFor(basket: BasketMoney, earning: Earning): readonly EarningReason[] {
  const { agreement } = earning.standing;
  const rate = `${agreement.earnPoints} points for each ${agreement.earnPerMinor}`;
  const base = `${rate} of ${basket.totalMinor} minor units of ${basket.currency}`;
  const isBaseAsked = earning.awards.some(({ rule }) => rule === 'BASE_RATE');
  const nothing: EarningReason = {
    rule: 'BASE_RATE',
    unit: MAIN_UNIT,
    hasFired: false,
    points: 0n,
    explanation: base,
  };
  const paid = sumDebtPaid(mainAwards(earning.awards));
  return [
    ...(isBaseAsked ? [] : [nothing]),
    ...earning.awards.flatMap((award) => reasonsOfAward(award, base)),
    ...earning.unfired.map(reasonOfUnfired),
    ...(paid === 0n ? [] : [{ ...DEBT, points: -paid }]),
  ];
}

const WHY_NOT: Readonly<Record<UnfiredBonus['reason'], (bonus: UnfiredBonus) => string>> = {
  CHANNEL: ({ needed, found }) => `it is for the channel ${needed}; the basket says ${found}`,
  CURRENCY: ({ needed, found }) => `it is for totals in ${needed}; the basket is in ${found}`,
  MIN_TOTAL: ({ needed, found }) => `it is from ${needed} minor units on; the basket has ${found}`,
  NO_POINTS: () => 'its share of the base is less than one point',
};

function reasonOfUnfired(bonus: UnfiredBonus): EarningReason {
  const explanation = WHY_NOT[bonus.reason](bonus);
  return { rule: bonus.rule, unit: MAIN_UNIT, hasFired: false, points: 0n, explanation };
}

const DEBT = {
  rule: 'DEBT',
  unit: MAIN_UNIT,
  hasFired: true,
  explanation: 'an earlier return took back points that were spent already; these pay for them',
};

function reasonsOfAward(
  { unit, rule, asked, granted, reasons }: Award,
  base: string,
): readonly EarningReason[] {
  const given = rule === 'BASE_RATE' ? base : `${asked} ${unit} by ${rule}`;
  const first = { rule, unit, hasFired: asked > 0n, points: asked, explanation: given };
  if (granted === asked) return [first];
  const cap = reasons.at(-1)?.rule ?? rule;
  const explanation = `the wallet takes ${granted} of ${asked} ${unit}`;
  return [first, { rule: cap, unit, hasFired: true, points: granted - asked, explanation }];
}
