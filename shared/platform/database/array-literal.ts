/**
 * A list as PostgreSQL reads it, for `unnest($1::uuid[])`.
 *
 * The driver's own way quotes and searches every element, numbers and ids too, and takes longer over a batch than the
 * database does. What needs no quotes gets none.
 */
const NEEDS_QUOTES = /[\s{},"\\]|^$|^null$/i;

/** Gives the literal of a flat list of texts, numbers, instants, bytes and nulls. */
export function arrayLiteral(values: readonly unknown[]): string {
  let literal = '{';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) literal += ',';
    literal += element(values[index]);
  }
  return `${literal}}`;
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return NEEDS_QUOTES.test(value) ? quoted(value) : value;
  if (value instanceof Date) return instant(value);
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString('hex')}"`;
  return String(value);
}

/** PostgreSQL counts years from 1 on both sides of Christ's birth, with no sign; ISO counts on through 0. */
function instant(value: Date): string {
  const year = value.getUTCFullYear();
  if (year >= 1 && year <= 9999) return value.toISOString();
  const rest = value.toISOString().replace(/^[+-]?\d+/, '');
  const counted = String(year < 1 ? 1 - year : year).padStart(4, '0');
  return year < 1 ? `"${counted}${rest} BC"` : `${counted}${rest}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
