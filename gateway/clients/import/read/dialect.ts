/** How a file writes its rows: found out from its first rows where it was not said. */
import { parse } from 'csv-parse/sync';
import type { Columns } from './columns.js';
import type { DecimalMark } from './decimal.js';

export interface Dialect {
  readonly delimiter: string;
  readonly decimalMark: DecimalMark;
}

export interface DialectWish {
  readonly delimiter: string | undefined;
  readonly decimalMark: DecimalMark | undefined;
}

const DELIMITERS = [',', ';', '\t', '|'];

/** How every file is parsed, dirt and all: rows too long or too short are told of, not thrown. */
export const PARSING = { relax_column_count: true, relax_quotes: true, skip_empty_lines: true } as const;

/** `head` is the beginning of the file; its last row may be cut off. */
export function dialectOf(head: string, columns: Columns, wish: DialectWish): Dialect {
  const delimiter = wish.delimiter ?? likeliestDelimiter(head);
  return { delimiter, decimalMark: wish.decimalMark ?? likeliestMark(head, delimiter, columns) };
}

function likeliestDelimiter(head: string): string {
  const header = (head.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** A comma is the mark when prices of the first rows hold commas and no points. */
function likeliestMark(head: string, delimiter: string, columns: Columns): DecimalMark {
  const whole = head.slice(0, Math.max(head.lastIndexOf('\n'), 0));
  const rows = parse(whole, { ...PARSING, delimiter, to: 200 }) as string[][];
  const place = rows[0]?.findIndex((name) => name.trim() === columns.price) ?? -1;
  const prices = rows.slice(1).map((row) => row[place] ?? '');
  const hasComma = prices.some((price) => /\d,\d/.test(price));
  return hasComma && !prices.some((price) => /\d\.\d/.test(price)) ? ',' : '.';
}
