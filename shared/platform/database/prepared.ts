/**
 * Hot statements, which PostgreSQL parses and plans once for each connection instead of at every call.
 *
 * For a statement with many tables that costs more than running it. Only for those whose best plan does not depend on
 * the values, and whose text comes from a small number of texts: each is kept by the server as long as the connection.
 */
import { createHash } from 'node:crypto';
import { type ElementType, isElementType } from './binary-array.js';

const MARK = '/* prepared */ ';
/** A parameter that is a list: `$3::uuid[]`. */
const LIST = /\$(\d+)::(\w+)\[\]/g;

export interface PreparedStatement {
  /** Under which the server keeps it. */
  readonly name: string;
  /** Of the lists among its parameters, by their place from 0 on: what they are lists of. */
  readonly lists: ReadonlyMap<number, ElementType>;
}

const known = new Map<string, PreparedStatement>();

/** Marks a statement; `SteadyClient` sees the mark, whatever lies between. */
export function prepared(sql: string): string {
  return MARK + sql;
}

/** Gives what is known of a marked statement; null for any other. */
export function preparedStatement(sql: string): PreparedStatement | null {
  if (!sql.startsWith(MARK)) return null;
  const found = known.get(sql);
  if (found !== undefined) return found;
  const lists = new Map<number, ElementType>();
  for (const [, place, type] of sql.matchAll(LIST)) {
    if (type !== undefined && isElementType(type)) lists.set(Number(place) - 1, type);
  }
  const statement = { name: createHash('sha256').update(sql).digest('base64url'), lists };
  known.set(sql, statement);
  return statement;
}
