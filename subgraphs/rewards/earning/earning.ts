/**
 * What a basket earns: the decision behind both the preview and the record of a purchase.
 *
 * Points are counted once on the whole receipt, fractions dropped, and then shared out over its lines so that the
 * lines sum to it exactly. The decision keeps which terms and which agreement it was made by.
 */
import type { PurchaseId } from '../../../shared/values/ids.js';
import { allocate } from '../../../shared/values/money.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { type BonusRule, bonusesFor, type UnfiredBonus } from '../bonuses/bonus.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { type Basket, checkReceipt, type ReceiptLine, type ReceiptRefusal } from '../purchases/receipt.js';
import { type Agreement, costOfIssuing } from '../reference/agreement.js';
import {
  type Standing,
  type StandingFacts,
  type StandingRefusal,
  standingAt,
} from '../reference/standing.js';
import { roundBy } from '../wallet-kinds/filling.js';
import { type Award, awardsFor, mainAwards, sumGranted, type WalletFacts } from './awarding.js';

export interface CurrencyNotAgreed {
  readonly kind: 'CurrencyNotAgreed';
  readonly currency: string;
  readonly agreed: string;
}
export interface ReceiptAlreadyRecorded {
  readonly kind: 'ReceiptAlreadyRecorded';
  readonly purchaseId: PurchaseId;
}

export type EarnRefusal = StandingRefusal | CurrencyNotAgreed | ReceiptRefusal | ReceiptAlreadyRecorded;

export interface EarnFacts extends StandingFacts {
  readonly terms: ProgrammeTerms;
  /** The member's wallets, that of the shared currency first. */
  readonly wallets: readonly WalletFacts[];
  /** All that are configured; those in force at the purchase are found by its time. */
  readonly bonuses: readonly BonusRule[];
  /** The purchase that has this store and receipt number already. */
  readonly recordedAs: PurchaseId | null;
  readonly now: Date;
}

export interface EarnedLine extends ReceiptLine {
  readonly points: Points;
}

export interface Earning {
  readonly standing: Standing;
  readonly terms: ProgrammeTerms;
  /** What is granted of the shared currency. */
  readonly points: Points;
  readonly lines: readonly EarnedLine[];
  /** What the receipt gives, in every unit. */
  readonly awards: readonly Award[];
  /** The bonuses in force that gave nothing, and why. */
  readonly unfired: readonly UnfiredBonus[];
  readonly fundingMinor: bigint;
  readonly feeMinor: bigint;
}

/** Decides what a basket earns, or why it earns nothing. Refusals in order of precedence. */
export function decideEarning(basket: Basket, facts: EarnFacts): Result<Earning, EarnRefusal> {
  const { member, storeId, sentBy, purchasedAt, currency } = basket;
  const standing = standingAt({ member, storeId, sentBy, at: purchasedAt, act: 'EARN' }, facts);
  if (!standing.ok) return standing;
  const { agreement } = standing.value;
  if (agreement.currency !== currency) {
    return refused({ kind: 'CurrencyNotAgreed', currency, agreed: agreement.currency });
  }
  const receipt = checkReceipt(basket, facts.terms, facts.now);
  if (!receipt.ok) return receipt;
  if (facts.recordedAs !== null) {
    return refused({ kind: 'ReceiptAlreadyRecorded', purchaseId: facts.recordedAs });
  }
  return ok(earn(basket, standing.value, facts));
}

/** What a basket earns by an agreement, whoever buys it. */
export type BasketMoney = Pick<Basket, 'purchasedAt' | 'currency' | 'totalMinor' | 'channel'>;
export type AwardingFacts = Pick<EarnFacts, 'terms' | 'wallets' | 'bonuses' | 'now'>;

/** Gives the awards of a basket by an agreement: of a purchase, of its preview and of a price tag alike. */
export function basketAwards(
  basket: BasketMoney,
  agreement: Agreement,
  { terms, wallets, bonuses, now }: AwardingFacts,
): Pick<Earning, 'awards' | 'unfired' | 'points'> {
  const { purchasedAt, totalMinor } = basket;
  const base = basePoints(totalMinor, agreement, wallets);
  const { fired, unfired } = bonusesFor(basket, base, bonuses);
  const awards = awardsFor(
    { totalMinor, basePoints: base, baseFacts: baseFacts(basket, agreement) },
    // The clock of a till may run ahead; "at once" is by ours, or points would be pending that nothing delays.
    { terms, wallets, bonuses: fired, earnedAt: purchasedAt < now ? purchasedAt : now },
  );
  return { awards, unfired, points: sumGranted(mainAwards(awards)) };
}

function earn(basket: Basket, standing: Standing, facts: EarnFacts): Earning {
  const { agreement } = standing;
  const { terms } = facts;
  const { awards, unfired, points } = basketAwards(basket, agreement, facts);
  const shares = allocate(
    points,
    basket.lines.map((line) => line.amountMinor),
  );
  return {
    standing,
    terms,
    points,
    lines: basket.lines.map((line, index) => ({ ...line, points: shares[index] ?? 0n })),
    awards,
    unfired,
    ...costOfIssuing(points, agreement),
  };
}

function basePoints(totalMinor: bigint, agreement: Agreement, wallets: readonly WalletFacts[]): Points {
  const rounding = wallets[0]?.kind.rounding ?? 'DOWN';
  return roundBy(rounding, totalMinor * agreement.earnPoints, agreement.earnPerMinor);
}

function baseFacts(
  { totalMinor, currency }: BasketMoney,
  agreement: Agreement,
): Readonly<Record<string, string>> {
  const { earnPoints, earnPerMinor } = agreement;
  return {
    amountMinor: String(totalMinor),
    currency,
    earnPoints: String(earnPoints),
    earnPerMinor: String(earnPerMinor),
  };
}
