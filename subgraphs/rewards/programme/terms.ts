/**
 * The programme's terms: what points are worth, when they become usable, when they lapse, and the bounds of a
 * receipt.
 *
 * Terms are versioned and a version never changes: whatever was decided by a version can be explained by it for ever.
 */

import type { Points } from '../../../shared/values/points.js';
import type { Result } from '../../../shared/values/result.js';
import { ok, refused } from '../../../shared/values/result.js';

export interface TermsSettings {
  readonly currency: string;
  /** What a thousand points are worth to a member, in minor units of `currency`. */
  readonly worthMinorPerThousand: bigint;
  readonly activationDelayDays: number;
  /** Whole months from activation to expiry; null when points never expire. */
  readonly expiryMonths: number | null;
  /** The zone in which days begin and end for activation and expiry. */
  readonly timeZone: string;
  readonly purchaseWindowDays: number;
  readonly holdMinutes: number;
  /** The share of a whole basket that points may pay. */
  readonly payableShareBasisPoints: number;
  /** The share of each line that points may pay. */
  readonly linePayableShareBasisPoints: number;
  /** Whether whoever spends must say what is paid. */
  readonly isBasketRequired: boolean;
  /** Whether points that a receipt earned may pay that very receipt. */
  readonly spendsOnEarningReceipt: boolean;
  readonly receiptMaxMinor: bigint;
}

export interface ProgrammeTerms extends TermsSettings {
  readonly version: number;
}

export interface TermsNotValid {
  readonly kind: 'TermsNotValid';
  readonly field: keyof TermsSettings;
  readonly rule: string;
}

/**
 * Bounds that keep a slip of the hand from becoming a term: each names its field, its least and its greatest
 * value.
 */
const NUMBER_BOUNDS = [
  ['activationDelayDays', 0, 365],
  ['expiryMonths', 1, 1200],
  ['purchaseWindowDays', 1, 3650],
  ['holdMinutes', 1, 10_080],
  ['payableShareBasisPoints', 0, 10_000],
  ['linePayableShareBasisPoints', 0, 10_000],
] as const;

const AMOUNT_BOUNDS = [
  ['worthMinorPerThousand', 0n, 1_000_000_000n],
  ['receiptMaxMinor', 1n, 1_000_000_000_000n],
] as const;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Accepts settings as terms, or names the first field that cannot be a term and its rule. */
export function decideTerms(settings: TermsSettings): Result<TermsSettings, TermsNotValid> {
  if (!/^[A-Z]{3}$/.test(settings.currency)) return notValid('currency', 'an ISO 4217 code such as EUR');
  if (!isTimeZone(settings.timeZone)) return notValid('timeZone', 'an IANA zone such as Europe/Berlin');
  for (const [field, least, most] of NUMBER_BOUNDS) {
    const value = settings[field];
    if (value !== null && !(Number.isInteger(value) && value >= least && value <= most)) {
      return notValid(field, `from ${least} to ${most}`);
    }
  }
  for (const [field, least, most] of AMOUNT_BOUNDS) {
    if (settings[field] < least || settings[field] > most) return notValid(field, `from ${least} to ${most}`);
  }
  return ok(settings);
}

function notValid(field: keyof TermsSettings, rule: string): Result<never, TermsNotValid> {
  return refused({ kind: 'TermsNotValid', field, rule });
}

/**
 * Gives what points are worth in minor units of the programme's currency, fractions dropped; debt is worth
 * nothing.
 */
export function worthMinor(points: Points, terms: Pick<TermsSettings, 'worthMinorPerThousand'>): bigint {
  return points <= 0n ? 0n : (points * terms.worthMinorPerThousand) / 1000n;
}
