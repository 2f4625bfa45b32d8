/**
 * Money in minor units (cents, pence, kopecks) of one ISO 4217 currency, always `bigint`, never a float.
 *
 * Two rules of rounding exist and no third: `roundHalfUp` where one amount is made from a rate, and `allocate` where a
 * whole is split into parts that must sum to it.
 */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** Divides and rounds to the nearest whole, halves away from zero (commercial rounding, DIN 1333). */
export function roundHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('denominator must be positive');
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/**
 * Splits `whole` over `weights` so that the parts sum exactly to it (largest remainder, Hamilton's method).
 *
 * Remainders go to the largest fractions first, equal fractions to the earlier part, so the split is the same every
 * time. Weights must not be negative; when all are zero nothing can be split and `whole` must be zero.
 */
export function allocate(whole: bigint, weights: readonly bigint[]): bigint[] {
  if (whole < 0n) return allocate(-whole, weights).map((part) => -part);
  if (weights.some((weight) => weight < 0n)) throw new RangeError('weights must not be negative');
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) {
    if (whole !== 0n) throw new RangeError('cannot allocate over weights that sum to zero');
    return weights.map(() => 0n);
  }
  const parts = weights.map((weight) => (whole * weight) / total);
  const left = whole - parts.reduce((sum, part) => sum + part, 0n);
  const byFraction = weights
    .map((weight, index) => ({ index, fraction: (whole * weight) % total }))
    .sort((a, b) => (a.fraction === b.fraction ? a.index - b.index : a.fraction > b.fraction ? -1 : 1));
  for (const { index } of byFraction.slice(0, Number(left))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}
