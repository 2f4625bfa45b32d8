/**
 * A kind of wallet: one unit of the programme, with its names, how purchases fill it, how it is rounded and capped, and
 * how long its lots live.
 *
 * Kinds are versioned like the programme's terms: a version never changes, the highest of a unit is in force. `PTS` is
 * the shared currency that partners fund; every other unit costs nobody anything.
 */
import { z } from 'zod';
import { wholeNumber } from '../../../shared/contracts/wire.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { isWholeText } from '../../../shared/values/text.js';
import { activationPolicy } from './activation.js';
import { expiryPolicy } from './expiry.js';

/** The unit of the shared currency; its kind always exists. */
export const MAIN_UNIT = 'PTS';

const earnBasis = z.discriminatedUnion('by', [
  /** By the rate of the partner's agreement. For the shared currency alone. */
  z.object({ by: z.literal('AGREEMENT') }),
  /** As many as the receipt earns of the shared currency by its base rate. */
  z.object({ by: z.literal('POINTS') }),
  z.object({ by: z.literal('MONEY'), units: wholeNumber, perMinor: wholeNumber }),
  z.object({ by: z.literal('VISIT'), units: wholeNumber }),
  z.object({ by: z.literal('NOTHING') }),
]);

/** A name in words; what is no whole text could not be stored. */
const words = (max: number) =>
  z.string().trim().min(1).max(max).refine(isWholeText, 'a text of whole characters');

export const capPeriods = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;

export const walletKindSettings = z.object({
  purpose: z.enum(['SPENDABLE', 'QUALIFYING', 'STAMPS']),
  nameOne: words(40),
  nameMany: words(40),
  earning: earnBasis,
  /** What happens to a fraction of a unit, once on the whole receipt. */
  rounding: z.enum(['DOWN', 'HALF_UP', 'UP']),
  /** The most that a wallet may hold, pending included. */
  balanceCap: wholeNumber.nullable(),
  /** The most that may be earned in a calendar period of the programme's zone. */
  periodCap: z.object({ period: z.enum(capPeriods), units: wholeNumber }).nullable(),
  /** Whether a return or a manual debit may take more than is there; a rule never may. */
  negative: z.enum(['ALLOWED', 'FORBIDDEN']),
  returnPolicy: z.enum(['ONLY_PENDING', 'WITHIN_BALANCE', 'UNLIMITED']),
  /** Null: as the programme's terms say. */
  activation: activationPolicy.nullable(),
  /** Null: as the programme's terms say. */
  expiry: expiryPolicy.nullable(),
  /** Every so many units become one item, at once. */
  itemReward: z.object({ every: wholeNumber, name: words(200) }).nullable(),
});

export type WalletKindSettings = z.output<typeof walletKindSettings>;
export type EarnBasis = WalletKindSettings['earning'];
export type ReturnPolicy = WalletKindSettings['returnPolicy'];

export interface WalletKind extends WalletKindSettings {
  readonly unit: string;
  readonly version: number;
}

export interface WalletKindNotValid {
  readonly kind: 'WalletKindNotValid';
  readonly field: string;
  readonly rule: string;
}

const UNIT = /^[A-Z][A-Z0-9_]{1,15}$/;
/** Three letters would read as a currency in the postings. */
const CURRENCY_LIKE = /^[A-Z]{3}$/;
const UNITS_MAX = 1_000_000_000_000n;

/** Accepts settings for a unit, or names the first field that cannot be and its rule. */
export function decideWalletKind(
  unit: string,
  settings: WalletKindSettings,
): Result<WalletKindSettings, WalletKindNotValid> {
  const rule = brokenRule(unit, settings);
  return rule === null
    ? ok(settings)
    : refused({ kind: 'WalletKindNotValid', field: rule[0], rule: rule[1] });
}

function brokenRule(unit: string, settings: WalletKindSettings): readonly [string, string] | null {
  const isMain = unit === MAIN_UNIT;
  if (!UNIT.test(unit)) return ['unit', '2 to 16 capital letters, digits and underscores'];
  if (!isMain && CURRENCY_LIKE.test(unit))
    return ['unit', 'no three letters, which would read as a currency'];
  const shape = walletKindSettings.safeEncode(settings);
  if (!shape.success) {
    const [issue] = shape.error.issues;
    return [issue?.path.join('.') || 'settings', issue?.message ?? 'a setting of a wallet'];
  }
  if ((settings.earning.by === 'AGREEMENT') !== isMain) {
    return ['earning.by', `AGREEMENT for ${MAIN_UNIT} and for no other unit`];
  }
  if ((settings.purpose === 'SPENDABLE') !== isMain) {
    return ['purpose', `SPENDABLE for ${MAIN_UNIT} and for no other unit`];
  }
  return amountRule(settings) ?? rewardRule(settings);
}

function amountRule({
  earning,
  balanceCap,
  periodCap,
}: WalletKindSettings): readonly [string, string] | null {
  const amounts: readonly (readonly [string, bigint | null])[] = [
    ['earning.units', 'units' in earning ? earning.units : null],
    ['earning.perMinor', earning.by === 'MONEY' ? earning.perMinor : null],
    ['balanceCap', balanceCap],
    ['periodCap.units', periodCap?.units ?? null],
  ];
  const wrong = amounts.find(([, amount]) => amount !== null && (amount < 1n || amount > UNITS_MAX));
  return wrong === undefined ? null : [wrong[0], `from 1 to ${UNITS_MAX}`];
}

function rewardRule({ itemReward, purpose, negative }: WalletKindSettings): readonly [string, string] | null {
  if (itemReward === null) return null;
  if (purpose !== 'STAMPS') return ['itemReward', 'none unless the purpose is STAMPS'];
  if (itemReward.every < 1n || itemReward.every > UNITS_MAX)
    return ['itemReward.every', `from 1 to ${UNITS_MAX}`];
  if (negative === 'ALLOWED') return null;
  // A return of what became an item leaves a debt; forbidden, the same stamps would buy items again and again.
  return ['negative', 'ALLOWED where units become items'];
}
