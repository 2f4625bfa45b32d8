/** What a line of a file means: figures and dates as they are written, and every reason for which a line is refused. */
import { describe, expect, it } from 'vitest';
import { ColumnMissingError, placesOf } from '../../../gateway/clients/import/read/columns.js';
import {
  decimalText,
  digitsOf,
  millionthsOf,
  minorOf,
} from '../../../gateway/clients/import/read/decimal.js';
import { dateReader } from '../../../gateway/clients/import/read/moment.js';
import { readLine } from '../../../gateway/clients/import/read/receipt-line.js';

const header = ['receipt', 'sku', 'quantity', 'time', 'price', 'member'];
const columns = Object.fromEntries(header.map((name) => [name, name]));
const good = {
  receipt: '1',
  sku: 'CUP',
  quantity: '2',
  time: '2011-01-01T10:00:00Z',
  price: '2.55',
  member: 'm',
};

function read(fields: Partial<typeof good>, { returnPrefix = 'C', raw = 'raw' } = {}) {
  const written = { ...good, ...fields };
  const row = { lineNumber: 2, raw, fields: header.map((name) => written[name as keyof typeof good]) };
  const dateOf = dateReader({ order: 'iso', timeZone: 'UTC' });
  const prefix = returnPrefix === '' ? undefined : returnPrefix;
  return readLine(row, { places: placesOf(header, columns), decimalMark: '.', dateOf, returnPrefix: prefix });
}

describe('a figure', () => {
  it.each([
    ['2.55', '.', 2_550_000n],
    ['0.001', '.', 1_000n],
    ['-11062.06', '.', -11_062_060_000n],
    [' 1 234,5 ', ',', 1_234_500_000n],
    ['1\u00a0234\u00a0567,89', ',', 1_234_567_890_000n],
    ['1,234', '.', null],
    ['1.0000001', '.', null],
    ['1e3', '.', null],
    ['', '.', null],
    ['NaN', '.', null],
  ] as const)('%j with the mark %s is %s millionths', (written, mark, millionths) => {
    expect(millionthsOf(written, mark)).toBe(millionths);
  });

  it('is rounded to minor units once, halves up', () => {
    expect([4_999n, 5_000n, 15_000n, 2_550_000n].map((value) => minorOf(value, 2))).toEqual([
      0n,
      1n,
      2n,
      255n,
    ]);
    expect(minorOf(1_500_000n, digitsOf('JPY'))).toBe(2n);
  });

  it('is written with all its places', () => {
    const written = [9_747_747_934_000n, -1n, 0n, 5_000_000n].map(decimalText);
    expect(written).toEqual(['9747747.934', '-0.000001', '0.00', '5.00']);
  });
});

describe('a date', () => {
  it.each([
    ['iso', 'UTC', '2010-12-01T08:26:00Z', '2010-12-01T08:26:00.000Z'],
    ['iso', 'Europe/Berlin', '2010-12-01 08:26', '2010-12-01T07:26:00.000Z'],
    ['dmy', 'Europe/Moscow', '03.04.2011 10:05:30', '2011-04-03T06:05:30.000Z'],
    ['mdy', 'UTC', '12/1/2010 8:26', '2010-12-01T08:26:00.000Z'],
  ] as const)('in the order %s of %s: %s', (order, timeZone, written, instant) => {
    expect(dateReader({ order, timeZone })(written)?.toISOString()).toBe(instant);
  });

  it.each(['31.02.2011', 'yesterday', '', '01.02.11'])('%j is none', (written) => {
    expect(dateReader({ order: 'dmy', timeZone: 'UTC' })(written)).toBeNull();
  });
});

describe('a line', () => {
  it('of goods that were bought is read whole', () => {
    expect(read({})).toMatchObject({ receipt: '1', sku: 'CUP', name: 'CUP', quantity: 2, value: 5_100_000n });
  });

  it('of a return has its pieces positive and its worth negative', () => {
    const line = read({ receipt: 'C9', quantity: '-3', price: '1.00' });
    expect(line).toMatchObject({ isReturn: true, quantity: 3, value: -3_000_000n });
  });

  it('of a negative quantity is a return where no prefix says otherwise', () => {
    expect(read({ quantity: '-1' }, { returnPrefix: '' })).toMatchObject({ isReturn: true, quantity: 1 });
  });

  it.each([
    ['NO_MEMBER', { member: '  ' }],
    ['NO_MEMBER', { member: '', quantity: '-5' }],
    ['NOT_A_SALE', { quantity: '0' }],
    ['NOT_A_SALE', { quantity: '-5' }],
    ['NOT_A_SALE', { price: '0.00' }],
    ['NOT_A_SALE', { price: '-11062.06' }],
    ['NOT_A_RETURN', { receipt: 'C1', quantity: '4' }],
    ['QUANTITY_NOT_WHOLE', { quantity: '0.250' }],
    ['QUANTITY_NOT_WHOLE', { quantity: '3000000000' }],
    ['NOT_READABLE:price', { price: '2,55' }],
    ['NOT_READABLE:quantity', { quantity: 'six' }],
    ['NOT_READABLE:time', { time: '2011-13-01' }],
    ['NOT_READABLE:receipt', { receipt: '' }],
    ['NOT_READABLE:sku', { sku: '' }],
  ] as const)('is refused as %s: %j', (reason, fields) => {
    expect(read(fields)).toMatchObject({ reason });
  });

  it('in another encoding than was said is refused, not recorded garbled', () => {
    expect(read({}, { raw: '1,\ufffd\ufffd,2' })).toMatchObject({ reason: 'WRONG_ENCODING' });
  });
});

describe('the header', () => {
  it('must have every column that was named and every field that is needed', () => {
    expect(() => placesOf(['receipt', 'sku'], { receipt: 'receipt', sku: 'Artikel' })).toThrow(
      ColumnMissingError,
    );
    expect(() => placesOf(header, { ...columns, phone: 'Telefon' })).toThrow('phone=Telefon');
  });

  it('needs no naming of a column that is called as its field', () => {
    const plain = ['receipt', 'sku', 'quantity', 'time', 'price', 'Kunde'];
    expect(placesOf(plain, { member: 'Kunde' })).toMatchObject({
      receipt: 0,
      price: 4,
      member: 5,
      phone: -1,
    });
    expect(() => placesOf(plain, {})).toThrow(/no column for member\. .*--column member=/);
  });
});
