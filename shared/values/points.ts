/**
 * Points: the coalition's currency, always whole, always `bigint`.
 *
 * There is no fractional point anywhere. Where a rate gives a fraction, the fraction is dropped once, on the whole
 * receipt, and never carried: the coalition owes whole points only.
 */
export type Points = bigint;
