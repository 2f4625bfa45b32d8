/**
 * How the answer of a finished command is kept so that a repeated request gets exactly it: JSON in which `bigint` and
 * `Date` survive, and a hash of the input that does not depend on the order of its fields.
 */
import { createHash } from 'node:crypto';

/** Texts in which nothing has a meaning in JSON: nearly all. */
const PLAIN = /^[\w .:/@+-]*$/;

/** Writes the text at once: an input is hashed at every act, and a copy of it would be made only to be thrown away. */
function encoded(value: unknown): string {
  if (typeof value === 'bigint') return `{"$bigint":"${value}"}`;
  if (typeof value === 'string' && PLAIN.test(value)) return `"${value}"`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (value instanceof Date) return `{"$instant":"${value.toISOString()}"}`;
  if (Array.isArray(value)) return `[${value.map(encoded).join(',')}]`;
  let fields = '';
  for (const name of Object.keys(value).sort()) {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    if (field === undefined) continue;
    fields += `${fields === '' ? '' : ','}${JSON.stringify(name)}:${encoded(field)}`;
  }
  return `{${fields}}`;
}

function untag(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('$bigint' in value) return BigInt(value.$bigint as string);
  if ('$instant' in value) return new Date(value.$instant as string);
  return value;
}

export function encodeAnswer(answer: unknown): string {
  return encoded(answer);
}

export function decodeAnswer<Answer>(stored: string): Answer {
  return JSON.parse(stored, untag) as Answer;
}

/** SHA-256 of an input, the same for equal inputs whatever the order of their fields. */
export function inputHash(input: unknown): Buffer {
  return createHash('sha256').update(encodeAnswer(input)).digest();
}
