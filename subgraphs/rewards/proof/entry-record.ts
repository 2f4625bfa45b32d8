/**
 * The record of an entry: the one text that says all of it, and whose SHA-256 is its digest.
 *
 * JSON without spaces: an array of texts and nulls, with the postings in the order of their lines as the last. Another
 * form is another name at the front and never replaces this one: what was sealed must be told in the same words for
 * ever. The guide for auditors tells it field by field.
 */

/** For what can hold no quote: ids, numbers, instants. */
const quoted = (sql: string): string => `'"' || ${sql} || '"'`;
const orNull = (sql: string): string => `coalesce(${sql}, 'null')`;
const instant = (column: string): string =>
  quoted(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`);

const POSTING = [
  quoted('line'),
  'to_json(account)::text',
  'to_json(unit)::text',
  quoted('amount'),
  orNull(quoted('lot_id')),
].join(` || ',' || `);

/** By the key of the table, which is in the order of lines: nothing is sorted and nothing is kept, however many. */
const POSTINGS = `coalesce((select string_agg('[' || ${POSTING} || ']', ',' order by line)
  from posting where entry_id = entry.id), '')`;

const FIELDS = [
  quoted(`'coalition-entry-1'`),
  quoted('entry.id'),
  quoted('entry.sequence'),
  'to_json(entry.kind)::text',
  quoted('entry.member_id'),
  orNull(quoted('entry.partner_id')),
  orNull(quoted('entry.purchase_id')),
  orNull(quoted('entry.return_id')),
  orNull(quoted('entry.hold_id')),
  orNull(quoted('entry.cause_id')),
  orNull(quoted('entry.buyer_id')),
  instant('entry.occurred_at'),
  instant('entry.posted_at'),
  quoted('entry.terms_version'),
  orNull(quoted('entry.agreement_id')),
  'to_json(entry.reasons::text)::text',
].join(` || ',' || `);

/** SQL of the record of the row that is called `entry`. */
export const ENTRY_RECORD = `'[' || ${FIELDS} || ',[' || ${POSTINGS} || ']]'`;

/** SQL of the digest of the row that is called `entry`. */
export const ENTRY_DIGEST = `sha256(convert_to(${ENTRY_RECORD}, 'UTF8'))`;

/**
 * SQL of the hash of a seal over the hash before it, its own number and instant, and the digests of its entries, one
 * after the other.
 */
export function sealHash(seal: {
  readonly previous: string;
  readonly number: string;
  readonly sealedAt: string;
  readonly digests: string;
}): string {
  const at = `to_char(${seal.sealedAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const header = `convert_to('coalition-seal-1' || chr(10) || ${seal.number} || chr(10) || ${at} || chr(10), 'UTF8')`;
  return `sha256(${seal.previous} || ${header} || coalesce(${seal.digests}, ''::bytea))`;
}

/** What the first seal holds on to. */
export const NO_HASH = `'\\x${'00'.repeat(32)}'::bytea`;
