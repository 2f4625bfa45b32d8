/**
 * How the answer of a finished command is kept so that a repeated request gets exactly it: JSON in which `bigint` and
 * `Date` survive, and a hash of the input that does not depend on the order of its fields.
 */
import { createHash } from 'node:crypto';

function tag(value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (value instanceof Date) return { $instant: value.toISOString() };
  if (Array.isArray(value)) return value.map(tag);
  if (value !== null && typeof value === 'object') {
    const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      sorted.filter(([, field]) => field !== undefined).map(([name, field]) => [name, tag(field)]),
    );
  }
  return value;
}

function untag(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('$bigint' in value) return BigInt(value.$bigint as string);
  if ('$instant' in value) return new Date(value.$instant as string);
  return value;
}

export function encodeAnswer(answer: unknown): string {
  return JSON.stringify(tag(answer));
}

export function decodeAnswer<Answer>(stored: string): Answer {
  return JSON.parse(stored, untag) as Answer;
}

/** SHA-256 of an input, the same for equal inputs whatever the order of their fields. */
export function inputHash(input: unknown): Buffer {
  return createHash('sha256').update(encodeAnswer(input)).digest();
}
