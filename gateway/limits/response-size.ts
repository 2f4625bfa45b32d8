/**
 * How large an answer would be on the wire, without writing it: the walk stops as soon as the limit is passed.
 */

/** Gives the approximate number of JSON characters, or any figure above `max` once it is passed. */
export function responseSize(value: unknown, max: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  let size = 2;
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    size += (Array.isArray(value) ? 1 : key.length + 4) + responseSize(item, max - size);
    if (size > max) return size;
  }
  return size;
}
