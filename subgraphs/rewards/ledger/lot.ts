/**
 * A lot: points of one origin in one unit, with their issuer, the instant they become usable and the instant they
 * lapse.
 *
 * What state a lot is in follows from the clock; only how it ended is stored. Of `remaining` points some may be `held`
 * for a redemption under way; the rest is free. 0 <= held <= remaining <= original, always.
 */
import type { LotId, PartnerId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';

export interface LotMoments {
  /** Null while the lot waits for an event. */
  readonly activatesAt: Date | null;
  /** The first instant at which a lot that still waits for its event is cancelled. */
  readonly cancelsAt: Date | null;
  readonly expiresAt: Date | null;
}

/** By whose word a lot lapses; what a promotion gave is its own and is not moved by what the member does. */
export type ExpiryGiver = 'PROMOTION' | 'WALLET' | 'PROGRAMME';

/** How the life of a lot was decided, kept for what moves it later and for who asks why it ended. */
export interface LotTerms {
  readonly expiryBy: ExpiryGiver;
  /** The kind of policy, such as AFTER. */
  readonly expiryPolicy: string;
  /** The expiry that no activity and no reset of the balance can put off; null when it has none. */
  readonly ownExpiresAt: Date | null;
  /** What its life is counted by once the event comes that it waits for, as it is stored; null unless it waits. */
  readonly afterEvent: unknown;
}

export interface Lot extends LotMoments {
  readonly id: LotId;
  readonly unit: string;
  readonly issuerPartnerId: PartnerId;
  readonly remaining: Points;
  readonly held: Points;
  readonly earnedAt: Date;
}

/** What can be done with what is left of a lot. */
export type LotState = 'PENDING' | 'ACTIVE' | 'EXPIRED' | 'CANCELLED';

/** Where a lot stands, also when nothing is left of it. */
export const lotStandings = ['PENDING', 'ACTIVE', 'HELD', 'SPENT', 'EXPIRED', 'CANCELLED'] as const;
export type LotStanding = (typeof lotStandings)[number];

/** Some points of one lot. */
export interface LotSlice {
  readonly lotId: LotId;
  readonly issuerPartnerId: PartnerId;
  readonly points: Points;
}

export function lotState({ activatesAt, cancelsAt, expiresAt }: LotMoments, now: Date): LotState {
  if (expiresAt !== null && expiresAt <= now) return 'EXPIRED';
  if (activatesAt === null) return cancelsAt !== null && cancelsAt <= now ? 'CANCELLED' : 'PENDING';
  return activatesAt <= now ? 'ACTIVE' : 'PENDING';
}

/** Gives where a lot stands: how it ended, or what can be done with it; held when all that is left of it is. */
export function lotStanding(
  lot: LotMoments & {
    readonly remaining: Points;
    readonly held: Points;
    readonly closedAs: 'EXPIRED' | 'CANCELLED' | null;
  },
  now: Date,
): LotStanding {
  if (lot.closedAs !== null) return lot.closedAs;
  if (lot.remaining === 0n) return 'SPENT';
  const state = lotState(lot, now);
  return state === 'ACTIVE' && lot.held === lot.remaining ? 'HELD' : state;
}

export function freePoints(lot: Pick<Lot, 'remaining' | 'held'>): Points {
  return lot.remaining - lot.held;
}

/**
 * Soonest to expire first, then oldest, never-expiring last; equal ones by id, so that the order is always the
 * same.
 */
export function byBurnOrder(a: Lot, b: Lot): number {
  const byExpiry = (a.expiresAt?.getTime() ?? Infinity) - (b.expiresAt?.getTime() ?? Infinity);
  // Infinity less Infinity is not a number: both never expire.
  if (byExpiry !== 0 && !Number.isNaN(byExpiry)) return byExpiry;
  const byAge = a.earnedAt.getTime() - b.earnedAt.getTime();
  return byAge !== 0 ? byAge : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Takes free points from lots in the order given, as far as they go; `missing` is what they did not have. */
export function takeFrom(
  lots: readonly Lot[],
  points: Points,
): { readonly slices: readonly LotSlice[]; readonly missing: Points } {
  const slices: LotSlice[] = [];
  let missing = points;
  for (const lot of lots) {
    if (missing <= 0n) break;
    const free = freePoints(lot);
    const taken = free < missing ? free : missing;
    if (taken <= 0n) continue;
    slices.push({ lotId: lot.id, issuerPartnerId: lot.issuerPartnerId, points: taken });
    missing -= taken;
  }
  return { slices, missing };
}

/** Usable lots in the order in which they are spent. */
export function activeInBurnOrder(lots: readonly Lot[], now: Date): readonly Lot[] {
  return lots.filter((lot) => lotState(lot, now) === 'ACTIVE').sort(byBurnOrder);
}
