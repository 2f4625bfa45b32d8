/**
 * A bonus: points beyond the base rate for receipts that reach a sum or come through a channel, with a life of their
 * own.
 *
 * Bonuses are data in versions: a version never changes, the highest of a code counts, and its window says when it is
 * in force. A receipt is looked at as it was bought, never as it is recorded; no bonus needs to know the member.
 */
import { z } from 'zod';
import { currency, instant, wholeNumber } from '../../../shared/contracts/wire.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { activationPolicy } from '../wallet-kinds/activation.js';
import { expiryPolicy } from '../wallet-kinds/expiry.js';
import type { LifePolicies } from '../wallet-kinds/lot-life.js';

/** How the goods reach the member. */
export const channels = ['IN_STORE', 'PICKUP', 'ONLINE'] as const;
export type Channel = (typeof channels)[number];

export const bonusSettings = z.object({
  /** The least total that fires it, in `currency`; null for any receipt. */
  minTotalMinor: wholeNumber.nullable(),
  currency: currency.nullable(),
  channel: z.enum(channels).nullable(),
  points: wholeNumber.nullable(),
  /** Thousandths of the points of the base rate, fractions dropped. */
  perMille: z.int().nullable(),
  activation: activationPolicy.nullable(),
  expiry: expiryPolicy.nullable(),
  validFrom: instant,
  /** The first instant at which it is over; null for no end. */
  validUntil: instant.nullable(),
  isActive: z.boolean(),
});

export type BonusSettings = z.output<typeof bonusSettings>;

export interface BonusRule extends BonusSettings {
  readonly code: string;
  readonly version: number;
}

export interface BonusNotValid {
  readonly kind: 'BonusNotValid';
  readonly field: string;
  readonly rule: string;
}

const CODE = /^[A-Z][A-Z0-9_]{1,39}$/;
const POINTS_MAX = 1_000_000_000_000n;
const PER_MILLE_MAX = 1_000_000;

/** Accepts settings for a code, or names the first field that cannot be and its rule. */
export function decideBonus(code: string, settings: BonusSettings): Result<BonusSettings, BonusNotValid> {
  const rule = brokenRule(code, settings);
  return rule === null ? ok(settings) : refused({ kind: 'BonusNotValid', field: rule[0], rule: rule[1] });
}

function brokenRule(code: string, settings: BonusSettings): readonly [string, string] | null {
  const { minTotalMinor, points, perMille } = settings;
  const amounts = [
    ['minTotalMinor', minTotalMinor],
    ['points', points],
  ] as const;
  const wrong = amounts.find(([, amount]) => amount !== null && (amount < 1n || amount > POINTS_MAX));
  if (!CODE.test(code)) return ['code', '2 to 40 capital letters, digits and underscores'];
  if (wrong !== undefined) return [wrong[0], `from 1 to ${POINTS_MAX}`];
  if (perMille !== null && (perMille < 1 || perMille > PER_MILLE_MAX)) {
    return ['perMille', `from 1 to ${PER_MILLE_MAX}`];
  }
  if (points === null && perMille === null) return ['points', 'above zero, or perMille must be'];
  if ((minTotalMinor === null) !== (settings.currency === null)) {
    return ['currency', 'that of minTotalMinor, and none without it'];
  }
  const shape = bonusSettings.safeEncode(settings);
  if (!shape.success) {
    const [issue] = shape.error.issues;
    return [issue?.path.join('.') || 'settings', issue?.message ?? 'a setting of a bonus'];
  }
  return windowRule(settings);
}

function windowRule({ validFrom, validUntil }: BonusSettings): readonly [string, string] | null {
  const isOdd = (at: Date): boolean => at.getUTCFullYear() < 2000 || at.getUTCFullYear() > 2199;
  if (isOdd(validFrom)) return ['validFrom', 'in a year from 2000 to 2199'];
  if (validUntil === null) return null;
  if (isOdd(validUntil)) return ['validUntil', 'in a year from 2000 to 2199'];
  return validUntil > validFrom ? null : ['validUntil', 'after validFrom'];
}

/** What a bonus looks at. */
export interface BonusBasket {
  readonly purchasedAt: Date;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly channel?: Channel | undefined;
}

/** What a bonus that fired gives. */
export interface FiredBonus extends LifePolicies {
  readonly rule: string;
  readonly points: Points;
  readonly facts: Readonly<Record<string, string>>;
}

/** Why a bonus in force gives nothing for a basket. */
export interface UnfiredBonus {
  readonly rule: string;
  readonly reason: 'CHANNEL' | 'CURRENCY' | 'MIN_TOTAL' | 'NO_POINTS';
  readonly needed: string;
  readonly found: string;
}

export interface Bonuses {
  readonly fired: readonly FiredBonus[];
  readonly unfired: readonly UnfiredBonus[];
}

export function ruleOf({ code }: Pick<BonusRule, 'code'>): string {
  return `BONUS:${code}`;
}

/** Gives what the bonuses in force at the purchase give for it, and why the others give nothing. */
export function bonusesFor(basket: BonusBasket, basePoints: Points, rules: readonly BonusRule[]): Bonuses {
  const inForce = rules.filter((rule) => isInForce(rule, basket.purchasedAt));
  const looked = inForce.map((rule) => {
    const points = pointsOf(rule, basePoints);
    return { rule, points, unfired: whyNot(rule, basket, points) };
  });
  return {
    fired: looked.flatMap(({ rule, points, unfired }) =>
      unfired === null ? [fired(rule, { basket, basePoints, points })] : [],
    ),
    unfired: looked.flatMap(({ unfired }) => (unfired === null ? [] : [unfired])),
  };
}

function isInForce({ isActive, validFrom, validUntil }: BonusRule, at: Date): boolean {
  return isActive && validFrom <= at && (validUntil === null || at < validUntil);
}

function pointsOf({ points, perMille }: BonusRule, basePoints: Points): Points {
  return (points ?? 0n) + (basePoints * BigInt(perMille ?? 0)) / 1000n;
}

function whyNot(rule: BonusRule, basket: BonusBasket, points: Points): UnfiredBonus | null {
  const no = (reason: UnfiredBonus['reason'], needed: string, found: string): UnfiredBonus => ({
    rule: ruleOf(rule),
    reason,
    needed,
    found,
  });
  const { channel, currency: wanted, minTotalMinor } = rule;
  if (channel !== null && basket.channel !== channel) return no('CHANNEL', channel, basket.channel ?? 'none');
  if (wanted !== null && basket.currency !== wanted) return no('CURRENCY', wanted, basket.currency);
  if (minTotalMinor !== null && basket.totalMinor < minTotalMinor) {
    return no('MIN_TOTAL', String(minTotalMinor), String(basket.totalMinor));
  }
  return points > 0n ? null : no('NO_POINTS', '1', '0');
}

function fired(
  rule: BonusRule,
  given: { readonly basket: BonusBasket; readonly basePoints: Points; readonly points: Points },
): FiredBonus {
  const { activation, expiry } = rule;
  const { basket, basePoints, points } = given;
  const facts = {
    bonusVersion: String(rule.version),
    totalMinor: String(basket.totalMinor),
    currency: basket.currency,
    ...(basket.channel === undefined ? {} : { channel: basket.channel }),
    ...(rule.minTotalMinor === null ? {} : { minTotalMinor: String(rule.minTotalMinor) }),
    ...(rule.points === null ? {} : { fixed: String(rule.points) }),
    ...(rule.perMille === null ? {} : { perMille: String(rule.perMille), basePoints: String(basePoints) }),
  };
  return { rule: ruleOf(rule), points, facts, activation, expiry };
}
