/**
 * A lot: points of one origin, with their issuer, the instant they become usable and the instant they lapse.
 *
 * What state a lot is in follows from the clock and is never stored. Of `remaining` points some may be `held` for
 * a redemption under way; the rest is free. 0 <= held <= remaining <= original, always.
 */
import type { LotId, PartnerId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';

export interface Lot {
  readonly id: LotId;
  readonly issuerPartnerId: PartnerId;
  readonly remaining: Points;
  readonly held: Points;
  readonly earnedAt: Date;
  readonly activatesAt: Date;
  readonly expiresAt: Date | null;
}

export type LotState = 'PENDING' | 'ACTIVE' | 'EXPIRED';

/** Some points of one lot. */
export interface LotSlice {
  readonly lotId: LotId;
  readonly issuerPartnerId: PartnerId;
  readonly points: Points;
}

export function lotState(lot: Pick<Lot, 'activatesAt' | 'expiresAt'>, now: Date): LotState {
  if (lot.expiresAt !== null && lot.expiresAt <= now) return 'EXPIRED';
  return lot.activatesAt <= now ? 'ACTIVE' : 'PENDING';
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
