/** The median and the 99th percentile of times, by the nearest rank: every figure given was really measured. */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.max(rank, 1) - 1] as number;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}
