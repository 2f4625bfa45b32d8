/**
 * How PostgreSQL values become JavaScript values on our connections, and on no one else's.
 *
 * Whole numbers of 64 bits and more are `bigint`, because points and money never pass through a float; instants
 * are `Date`; a civil date stays the text `YYYY-MM-DD`, because a `Date` would shift it by the time zone of the
 * machine.
 */
import pg from 'pg';

type Parse = (text: string) => unknown;

/** The fixed type numbers of PostgreSQL (`pg_type.dat`). */
const OID = {
  int8: 20,
  textArray: 1009,
  int8Array: 1016,
  date: 1082,
  dateArray: 1182,
  numeric: 1700,
  numericArray: 1231,
} as const;

/**
 * A `sum(bigint)` is `numeric`: a whole one is a `bigint`, one with a fraction stays text rather than become a
 * float.
 */
function parseNumeric(text: string): bigint | string {
  return /^-?\d+$/.test(text) ? BigInt(text) : text;
}

function parseArrayOf(parse: Parse): Parse {
  const parseTexts = pg.types.getTypeParser(OID.textArray as number, 'text') as (text: string) => unknown[];
  const parseDeep = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(parseDeep) : value === null ? null : parse(value as string);
  return (text) => parseDeep(parseTexts(text));
}

const keepText: Parse = (text) => text;

const parsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [OID.int8, BigInt],
  [OID.int8Array, parseArrayOf(BigInt)],
  [OID.numeric, parseNumeric],
  [OID.numericArray, parseArrayOf(parseNumeric as Parse)],
  [OID.date, keepText],
  [OID.dateArray, parseArrayOf(keepText)],
]);

/**
 * The `types` option of a `pg` client or pool. What is not in the table above is parsed as `pg` does:
 * `timestamptz` as `Date`, `jsonb` as the value, `bytea` as a `Buffer`.
 */
export const valueParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): Parse {
    const ours = format === 'binary' ? undefined : parsers.get(oid);
    return ours ?? (pg.types.getTypeParser(oid, format as 'text') as Parse);
  },
};
