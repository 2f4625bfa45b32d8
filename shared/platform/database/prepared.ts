/**
 * Hot statements, which PostgreSQL parses and plans once for each connection instead of at every call.
 *
 * For a statement with many tables that costs more than running it. Only for those whose best plan does not depend on
 * the values, and whose text comes from a small number of texts: each is kept by the server as long as the connection.
 */
import { createHash } from 'node:crypto';

const MARK = '/* prepared */ ';
const names = new Map<string, string>();

/** Marks a statement; `SteadyClient` sees the mark, whatever lies between. */
export function prepared(sql: string): string {
  return MARK + sql;
}

/** The name under which a marked statement is prepared; null for any other. */
export function preparedName(sql: string): string | null {
  if (!sql.startsWith(MARK)) return null;
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(sql).digest('base64url');
  names.set(sql, name);
  return name;
}
