/**
 * One line of a receipt as the file states it, or the reason why it can never be recorded.
 *
 * Every line of the file ends in one of the two; nothing is dropped silently.
 */
import type { FieldName, Places } from './columns.js';
import { type DecimalMark, MILLIONTHS, millionthsOf } from './decimal.js';
import type { Row } from './rows.js';

export interface ReceiptLine {
  readonly row: Row;
  readonly receipt: string;
  readonly sku: string;
  readonly name: string;
  /** How many were bought, or are brought back: always positive. */
  readonly quantity: number;
  /** Quantity times price as the file states them, in millionths; negative for what is brought back. */
  readonly value: bigint;
  readonly at: Date;
  readonly member: string;
  readonly country: string;
  readonly phone: string | null;
  readonly isReturn: boolean;
}

export interface RefusedLine {
  readonly row: Row;
  readonly reason: string;
  readonly value: bigint;
}

export interface LineReading {
  readonly places: Places;
  readonly decimalMark: DecimalMark;
  readonly dateOf: (written: string) => Date | null;
  /** Receipts whose number begins so are returns; without it, lines of a negative quantity are. */
  readonly returnPrefix: string | undefined;
}

const QUANTITY_MAX = 2n ** 31n - 1n;
const REPLACEMENT = '\ufffd';

/** Reasons in order of precedence; the first that holds is given. */
export function readLine(row: Row, reading: LineReading): ReceiptLine | RefusedLine {
  const read = readFields(row, reading);
  const { price, quantity } = read;
  const value = price === null || quantity === null ? 0n : (price * quantity) / MILLIONTHS;
  const reason = unreadable(row, read) ?? unfit(read, reading);
  if (reason !== null) return { row, reason, value };
  const { receipt, sku, name, at, member, country, phone } = read;
  const isReturn = isBroughtBack(read, reading);
  const moved = (isReturn ? -(quantity as bigint) : (quantity as bigint)) / MILLIONTHS;
  const facts = { receipt, sku, name: name || sku, at: at as Date, member, country, phone: phone || null };
  return { row, ...facts, quantity: Number(moved), value, isReturn };
}

type Fields = ReturnType<typeof readFields>;

/** Figures and dates are null when their text is none. */
function readFields(row: Row, { places, decimalMark, dateOf }: LineReading) {
  const field = (name: FieldName): string => row.fields[places[name]]?.trim() ?? '';
  return {
    receipt: field('receipt'),
    sku: field('sku'),
    name: field('name'),
    member: field('member'),
    country: field('country'),
    phone: field('phone'),
    price: millionthsOf(field('price'), decimalMark),
    quantity: millionthsOf(field('quantity'), decimalMark),
    at: dateOf(field('time')),
  };
}

function isBroughtBack({ receipt, quantity }: Fields, { returnPrefix }: LineReading): boolean {
  return returnPrefix === undefined ? (quantity ?? 0n) < 0n : receipt.startsWith(returnPrefix);
}

function unreadable(row: Row, { price, quantity, at, receipt, sku }: Fields): string | null {
  if (row.raw.includes(REPLACEMENT)) return 'WRONG_ENCODING';
  const unread = Object.entries({ price, quantity, time: at, receipt, sku });
  const [field] = unread.find(([, value]) => value === null || value === '') ?? [];
  return field === undefined ? null : `NOT_READABLE:${field}`;
}

/** Why a line that can be read cannot be recorded all the same. */
function unfit(fields: Fields, reading: LineReading): string | null {
  const { price, quantity, member } = fields;
  if (member === '') return 'NO_MEMBER';
  const isReturn = isBroughtBack(fields, reading);
  const moved = isReturn ? -(quantity ?? 0n) : (quantity ?? 0n);
  if (isReturn && moved <= 0n) return 'NOT_A_RETURN';
  if (!isReturn && (moved <= 0n || (price ?? 0n) <= 0n)) return 'NOT_A_SALE';
  return moved % MILLIONTHS !== 0n || moved / MILLIONTHS > QUANTITY_MAX ? 'QUANTITY_NOT_WHOLE' : null;
}
