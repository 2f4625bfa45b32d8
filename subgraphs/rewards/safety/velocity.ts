/**
 * Limits of speed: how much of a member's points may go in an hour and in a day, and to how many partners.
 *
 * Windows roll: what was spent a moment more than an hour ago no longer counts. What is held counts as if it were
 * spent, or many holds side by side would each be within a limit that they break together.
 */
import type { PartnerId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import type { SafetySettings } from './safety-terms.js';

export const velocityLimits = [
  'POINTS_PER_REDEMPTION',
  'POINTS_PER_HOUR',
  'POINTS_PER_DAY',
  'REDEMPTIONS_PER_DAY',
  'PARTNERS_PER_DAY',
] as const;
export type VelocityLimit = (typeof velocityLimits)[number];

/** Something that a member spent or holds. */
export interface PastSpend {
  readonly at: Date;
  readonly points: Points;
  /** None for a gift or a donation. */
  readonly partnerId: PartnerId | null;
}

export interface VelocityExceeded {
  readonly kind: 'VelocityExceeded';
  readonly limit: VelocityLimit;
  readonly most: bigint;
  readonly used: bigint;
  readonly asked: bigint;
  /** When the same would be within the limit; null when it never will be. */
  readonly retryAfter: Date | null;
}

interface Measure {
  readonly limit: VelocityLimit;
  readonly most: bigint | null;
  readonly windowMs: number;
  readonly asked: bigint;
  readonly count: (spends: readonly PastSpend[]) => bigint;
}

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const sumOf = (spends: readonly PastSpend[]): Points => spends.reduce((sum, { points }) => sum + points, 0n);

/** The first limit that one more spending would break; null when it breaks none. */
export function exceededBy(
  asked: { readonly points: Points; readonly partnerId: PartnerId | null },
  spends: readonly PastSpend[],
  { settings, now }: { readonly settings: SafetySettings; readonly now: Date },
): VelocityExceeded | null {
  for (const measure of measuresOf(asked, settings)) {
    const refusal = exceeded(measure, spends, now);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** In the order in which they are told. */
function measuresOf(
  { points, partnerId }: { readonly points: Points; readonly partnerId: PartnerId | null },
  settings: SafetySettings,
): readonly Measure[] {
  const counted = (most: number | null): bigint | null => (most === null ? null : BigInt(most));
  const others = (spends: readonly PastSpend[]): bigint => {
    const known = new Set(spends.flatMap((spend) => (spend.partnerId === null ? [] : [spend.partnerId])));
    if (partnerId !== null) known.delete(partnerId);
    return BigInt(known.size);
  };
  const perDay = { windowMs: DAY_MS };
  return [
    {
      limit: 'POINTS_PER_REDEMPTION',
      most: settings.pointsPerRedemptionMax,
      windowMs: 0,
      asked: points,
      count: () => 0n,
    },
    {
      limit: 'POINTS_PER_HOUR',
      most: settings.pointsPerHourMax,
      windowMs: HOUR_MS,
      asked: points,
      count: sumOf,
    },
    { ...perDay, limit: 'POINTS_PER_DAY', most: settings.pointsPerDayMax, asked: points, count: sumOf },
    {
      ...perDay,
      limit: 'REDEMPTIONS_PER_DAY',
      most: counted(settings.redemptionsPerDayMax),
      asked: 1n,
      count: (spends) => BigInt(spends.length),
    },
    {
      ...perDay,
      limit: 'PARTNERS_PER_DAY',
      most: partnerId === null ? null : counted(settings.partnersPerDayMax),
      asked: 1n,
      count: others,
    },
  ];
}

function exceeded(measure: Measure, spends: readonly PastSpend[], now: Date): VelocityExceeded | null {
  const { limit, most, windowMs, asked, count } = measure;
  if (most === null) return null;
  const counted = spends
    .filter(({ at }) => at.getTime() > now.getTime() - windowMs)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const used = count(counted);
  if (used + asked <= most) return null;
  // The oldest ones leave the window first: how many must have left until there is room.
  const leaving = counted.findIndex((_spend, place) => count(counted.slice(place + 1)) + asked <= most);
  const last = counted[leaving];
  const retryAfter = last === undefined ? null : new Date(last.at.getTime() + windowMs);
  return { kind: 'VelocityExceeded', limit, most, used, asked, retryAfter };
}
