/**
 * Decimal figures of a file as exact whole numbers: text in, millionths out, no floating point between.
 *
 * Six places hold every price a till writes, and the product of a whole quantity and such a price is exact.
 * Rounding to the currency's minor unit happens once, on the amount of a line.
 */
import { roundHalfUp } from '../../../../shared/values/money.js';

const PLACES = 6;
export const MILLIONTHS = 10n ** BigInt(PLACES);

export type DecimalMark = '.' | ',';

const FORMS: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^([-+]?)(\d{1,15})(?:\.(\d{1,6}))?$/,
  ',': /^([-+]?)(\d{1,15})(?:,(\d{1,6}))?$/,
};

/** Spaces that people and spreadsheets put between thousands. */
const GROUPING = /(?<=\d)[ \u00a0\u202f'](?=\d{3}(?!\d))/g;

/** Reads a figure in millionths; null when the text is none, or has more than six places. */
export function millionthsOf(written: string, mark: DecimalMark): bigint | null {
  const [, sign, whole = '', places = ''] = FORMS[mark].exec(written.trim().replace(GROUPING, '')) ?? [];
  if (sign === undefined) return null;
  const magnitude = BigInt(whole + places.padEnd(PLACES, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

/** Rounds millionths to minor units of a currency with so many digits after its mark. */
export function minorOf(millionths: bigint, currencyDigits: number): bigint {
  return roundHalfUp(millionths, 10n ** BigInt(PLACES - currencyDigits));
}

/** How many digits of a currency stand after the mark: 2 for GBP, 0 for JPY. */
export function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** Writes millionths as a decimal with all its places, two at least: `9747747.934`. */
export function decimalText(millionths: bigint): string {
  const magnitude = millionths < 0n ? -millionths : millionths;
  const places = String(magnitude % MILLIONTHS).padStart(PLACES, '0');
  const shown = places.slice(0, 2) + places.slice(2).replace(/0+$/, '');
  return `${millionths < 0n ? '-' : ''}${magnitude / MILLIONTHS}.${shown}`;
}
