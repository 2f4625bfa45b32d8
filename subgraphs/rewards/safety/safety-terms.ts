/**
 * The terms of safe spending: how much may be spent in how short a time, and when the member is asked first.
 *
 * Terms are versioned and a version never changes. Null is no limit, and at first there is none.
 */
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export interface SafetySettings {
  readonly pointsPerRedemptionMax: Points | null;
  readonly pointsPerHourMax: Points | null;
  readonly pointsPerDayMax: Points | null;
  readonly redemptionsPerDayMax: number | null;
  readonly partnersPerDayMax: number | null;
  /** A redemption of more than this is put to the member first. */
  readonly stepUpAbove: Points | null;
  /** Whether the first redemption at a partner is put to the member first. */
  readonly stepUpOnNewPartner: boolean;
  /** How long such a question stands, and serves once it was answered. */
  readonly stepUpMinutes: number;
}

export interface SafetyTerms extends SafetySettings {
  readonly version: number;
}

export interface SafetyTermsNotValid {
  readonly kind: 'SafetyTermsNotValid';
  readonly field: keyof SafetySettings;
  readonly rule: string;
}

const POINTS_MAX = 1_000_000_000_000n;
const POINT_BOUNDS = [
  ['pointsPerRedemptionMax', 1n],
  ['pointsPerHourMax', 1n],
  ['pointsPerDayMax', 1n],
  ['stepUpAbove', 0n],
] as const;

/** Bounds that keep a slip of the hand from becoming a term: a question must stand long enough to be seen. */
const NUMBER_BOUNDS = [
  ['redemptionsPerDayMax', 1, 100_000],
  ['partnersPerDayMax', 1, 100_000],
  ['stepUpMinutes', 1, 1_440],
] as const;

/** Accepts settings as terms, or names the first field that cannot be a term and its rule. */
export function decideSafety(settings: SafetySettings): Result<SafetySettings, SafetyTermsNotValid> {
  for (const [field, least] of POINT_BOUNDS) {
    const value = settings[field];
    if (value !== null && (value < least || value > POINTS_MAX)) {
      return refused({ kind: 'SafetyTermsNotValid', field, rule: `from ${least} to ${POINTS_MAX}, or none` });
    }
  }
  for (const [field, least, most] of NUMBER_BOUNDS) {
    const value = settings[field];
    if (value !== null && (value < least || value > most)) {
      return refused({ kind: 'SafetyTermsNotValid', field, rule: `from ${least} to ${most}` });
    }
  }
  return ok(settings);
}
