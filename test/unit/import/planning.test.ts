/**
 * Planning from the file alone: lines to receipts, receipts to purchases and returns, keys and phones that never
 * change.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { keyOf, type Planning, planReceipt } from '../../../gateway/clients/import/plan/acts.js';
import { storePlaceOf } from '../../../gateway/clients/import/plan/countries.js';
import { ReceiptGroups } from '../../../gateway/clients/import/plan/receipt-groups.js';
import { SoldLines } from '../../../gateway/clients/import/plan/sold-lines.js';
import { syntheticPhone } from '../../../gateway/clients/import/plan/synthetic-phone.js';
import { receiptLine } from './receipt-lines.js';

const day = (number: number): Date => new Date(Date.UTC(2011, 0, number));

describe('lines of a receipt', () => {
  const numbers = (receipts: readonly (readonly { receipt: string }[])[]) =>
    receipts.map((lines) => lines.map(({ receipt }) => receipt).join(''));

  it('are put together though lines of another stand between them', () => {
    const groups = new ReceiptGroups({ apartMax: 3, heldMax: 100 });
    const complete = [...'ABABCCCCCC'].flatMap((receipt) => groups.pass(receiptLine({ receipt })).complete);
    expect(numbers([...complete, ...groups.rest()])).toEqual(['AA', 'BB', 'CCCCCC']);
  });

  it('are given in the order in which receipts began', () => {
    const groups = new ReceiptGroups({ apartMax: 3, heldMax: 100 });
    const complete = [...'ABBABBB'].flatMap((receipt) => groups.pass(receiptLine({ receipt })).complete);
    expect(numbers(complete)).toEqual(['AA']);
    expect(numbers(groups.rest())).toEqual(['BBBBB']);
  });

  it('that come when their receipt is long complete are told apart', () => {
    const groups = new ReceiptGroups({ apartMax: 2, heldMax: 100 });
    const late = [...'ABBBA'].map((receipt) => groups.pass(receiptLine({ receipt })).isLate);
    expect(late).toEqual([false, false, false, false, true]);
  });

  it('never wait in greater number than allowed', () => {
    const groups = new ReceiptGroups({ apartMax: 1_000, heldMax: 4 });
    const complete = [...'ABABAB'].flatMap((receipt) => groups.pass(receiptLine({ receipt })).complete);
    expect(numbers(complete)).toEqual(['AAA']);
  });
});

describe('a receipt', () => {
  const planning = (): Planning => ({ source: 'shop', currencyDigits: 2, sold: new SoldLines() });

  it('becomes a purchase whose total is the sum of its rounded lines', () => {
    const lines = [receiptLine({ value: 1_255_000n }), receiptLine({ value: 1_000n, sku: 'PIN' })] as const;
    const [act] = planReceipt(lines, planning()).acts;
    expect(act).toMatchObject({ kind: 'PURCHASE', key: 'import:shop:purchase:1', totalMinor: 126n });
    expect(act?.lines).toMatchObject([
      { amountMinor: 126n, lineNumber: 1 },
      { amountMinor: 0n, lineNumber: 2 },
    ]);
  });

  it('of fractions of a penny is no sale', () => {
    const plan = planReceipt([receiptLine({ value: 1_000n })], planning());
    expect(plan).toMatchObject({ acts: [], refused: [{ reason: 'NOT_A_SALE' }] });
  });

  it('of goods brought back takes from the latest purchases first, as many as it needs', () => {
    const shared = planning();
    planReceipt([receiptLine({ receipt: '1', quantity: 5, at: day(1) })], shared);
    planReceipt([receiptLine({ receipt: '2', quantity: 2, at: day(2) })], shared);
    planReceipt([receiptLine({ receipt: '3', quantity: 9, at: day(9) })], shared);
    const back = receiptLine({ receipt: 'C4', quantity: 4, at: day(3), isReturn: true });
    expect(planReceipt([back], shared).acts).toMatchObject([
      {
        kind: 'RETURN',
        key: 'import:shop:return:C4',
        lines: [
          {
            taken: [
              { purchase: 'import:shop:purchase:2', lineNumber: 1, quantity: 2 },
              { purchase: 'import:shop:purchase:1', lineNumber: 1, quantity: 2 },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    ['more than was bought', { quantity: 6 }],
    ['what another member bought', { quantity: 1, member: '12345' }],
    ['another article', { quantity: 1, sku: 'MUG' }],
    ['what was bought later', { quantity: 1, at: new Date('2010-01-01T00:00:00Z') }],
  ])('that brings back %s is refused and takes nothing', (_, facts) => {
    const shared = planning();
    planReceipt([receiptLine({ quantity: 5 })], shared);
    const plan = planReceipt([receiptLine({ receipt: 'C2', isReturn: true, ...facts })], shared);
    expect(plan).toMatchObject({ acts: [], refused: [{ reason: 'RETURN_WITHOUT_PURCHASE' }] });
    const all = planReceipt([receiptLine({ receipt: 'C3', isReturn: true, quantity: 5 })], shared);
    expect(all.refused).toEqual([]);
  });
});

describe('a name of an act', () => {
  it('is the plain number of the receipt, or its digest where that is no key', () => {
    expect(keyOf('shop', 'purchase', '536365')).toBe('import:shop:purchase:536365');
    expect(keyOf('shop', 'purchase', 'Чек № 5')).toMatch(/^import:shop:purchase:[0-9a-f]{64}$/);
  });
});

describe('a synthetic phone', () => {
  const isValid = (phone: string): boolean => parsePhoneNumberFromString(phone)?.isValid() === true;

  it('is a valid number, the same for the same member, and no two short names share one', () => {
    const phones = Array.from({ length: 2_000 }, (_, index) =>
      syntheticPhone('online-retail', `${12_000 + index}`),
    );
    expect(new Set(phones).size).toBe(phones.length);
    expect(phones.filter((phone) => !isValid(phone))).toEqual([]);
    expect(syntheticPhone('online-retail', '12000')).toBe(phones[0]);
    expect(isValid(syntheticPhone('shop', 'Anna Ö.'))).toBe(true);
    expect(syntheticPhone('shop', '007')).not.toBe(syntheticPhone('shop', '7'));
  });
});

describe('a store', () => {
  it('stands in its country, and in UTC where the country is unknown', () => {
    expect(storePlaceOf('EIRE')).toEqual({ countryCode: 'IE', city: 'Dublin', timeZone: 'Europe/Dublin' });
    expect(storePlaceOf('Unspecified')).toMatchObject({ countryCode: 'ZZ', timeZone: 'UTC' });
  });
});
