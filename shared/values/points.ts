/**
 * Points: the coalition's currency, always whole, always `bigint`.
 *
 * There is no fractional point anywhere. Where a rate gives a fraction, the fraction is dropped once, on the whole
 * receipt, and never carried: the coalition owes whole points only.
 */
export type Points = bigint;

/** An earning rate: `points` for each full `perMinor` minor units of money spent. */
export interface EarnRate {
  readonly points: bigint;
  readonly perMinor: bigint;
}

/** Gives the points that an amount earns at a rate, fractions dropped; nothing for an amount of zero or less. */
export function pointsFor(amountMinor: bigint, rate: EarnRate): Points {
  if (amountMinor <= 0n) return 0n;
  return (amountMinor * rate.points) / rate.perMinor;
}
