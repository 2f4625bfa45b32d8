/** What points may pay of a basket: shares of lines and of the whole, their refusals, and which lots may pay. */
import { describe, expect, it } from 'vitest';
import { worthMinor } from '../../../subgraphs/rewards/programme/terms.js';
import type { ReceiptLine } from '../../../subgraphs/rewards/purchases/receipt.js';
import { decideHold } from '../../../subgraphs/rewards/redemptions/holding.js';
import {
  checkSpend,
  payableByPoints,
  payableShare,
  type SpendFacts,
  type SpendRequest,
  spendableLots,
} from '../../../subgraphs/rewards/redemptions/spend-rules.js';
import { agreement, lot, MEMBER, NOW, PARTNER, STORE, store, terms } from './facts.js';

const line = (lineNumber: number, amountMinor: bigint): ReceiptLine => ({
  ...{ lineNumber, sku: `S${lineNumber}`, name: 'Ring', quantity: 1 },
  amountMinor,
});
const basketOf = (...amounts: bigint[]) => ({
  currency: 'EUR',
  totalMinor: amounts.reduce((sum, amount) => sum + amount, 0n),
  lines: amounts.map((amount, index) => line(index + 1, amount)),
});
/** A point is worth a cent, so that a share of a basket is a number of points. */
const cents = { ...terms, worthMinorPerThousand: 1000n };
const request: SpendRequest = { points: 1n, basket: basketOf(1000n), receiptNumber: null };
const facts: SpendFacts = { terms: cents, agreedCurrency: 'EUR', paidOnReceipt: 0n };

describe('points as payment', () => {
  it.each([
    ['SHARE_OF_BASKET', 10_000n, 'EUR', 1000n, 500n],
    ['BALANCE', 400n, 'EUR', 400n, 200n],
    ['BALANCE', -5n, 'EUR', 0n, 0n],
    ['OTHER_CURRENCY', 400n, 'USD', 0n, 0n],
  ])('are limited by %s', (limitedBy, available, currency, points, amountMinor) => {
    const payable = payableByPoints({ ...basketOf(1000n), currency }, available, terms);
    expect(payable).toMatchObject({ limitedBy, points, amountMinor });
  });

  it('pay nothing where they are worth nothing', () => {
    const worthless = { ...terms, worthMinorPerThousand: 0n };
    expect(payableByPoints(basketOf(1000n), 100n, worthless).limitedBy).toBe('POINTS_WORTH_NOTHING');
    expect(worthMinor(-100n, terms)).toBe(0n);
  });

  it('pay a share of each line, each rounded down by itself', () => {
    const byLine = { ...cents, payableShareBasisPoints: 10_000, linePayableShareBasisPoints: 3000 };
    expect(payableShare(basketOf(999n, 999n, 2n), byLine)).toEqual({
      points: 598n,
      amountMinor: 598n,
      limitedBy: 'SHARE_OF_LINES',
      lines: [
        { lineNumber: 1, amountMinor: 299n },
        { lineNumber: 2, amountMinor: 299n },
        { lineNumber: 3, amountMinor: 0n },
      ],
    });
  });

  it('are worth no more than the share that they may pay, whatever a point is worth', () => {
    for (const worthMinorPerThousand of [1n, 7n, 333n, 500n, 999n, 1000n, 2500n]) {
      const odd = { ...terms, worthMinorPerThousand };
      const { points } = payableShare(basketOf(1999n), odd);
      expect(points * worthMinorPerThousand).toBeLessThanOrEqual(999n * 1000n);
      expect((points + 1n) * worthMinorPerThousand).toBeGreaterThan(999n * 1000n);
    }
  });
});

describe('a spend is refused', () => {
  const ruled = { ...cents, isBasketRequired: true, spendsOnEarningReceipt: false };
  const rows: readonly [string, Partial<SpendRequest>, Partial<SpendFacts>][] = [
    ['BasketRequired', { basket: null }, { terms: ruled }],
    ['BasketRequired', { receiptNumber: null }, { terms: ruled }],
    ['CurrencyNotAgreed', { receiptNumber: 'R' }, { terms: ruled, agreedCurrency: 'USD' }],
    ['AmountNotPositive', { basket: { ...basketOf(1000n), totalMinor: 0n } }, {}],
    ['AmountTooLarge', {}, { terms: { ...cents, receiptMaxMinor: 999n } }],
    ['LineSumMismatch', { basket: { ...basketOf(1000n), totalMinor: 1001n } }, {}],
    ['TooManyLines', { basket: basketOf(...Array.from({ length: 2001 }, () => 1n)) }, {}],
    ['PayableShareExceeded', { points: 501n }, {}],
  ];

  it.each(rows)('%s', (kind, asked, changed) => {
    expect(checkSpend({ ...request, ...asked }, { ...facts, ...changed })).toMatchObject({
      refusal: { kind },
    });
  });

  it('with the place of the wrong amount in the input', () => {
    const basket = { ...basketOf(1000n), lines: [line(1, -1n)] };
    expect(checkSpend({ ...request, basket }, facts)).toMatchObject({
      refusal: { field: 'basket.lines[0].amountMinor' },
    });
  });

  it('at 50.01% of a basket and taken at 50%', () => {
    const asked = { ...request, basket: basketOf(10_000n) };
    expect(checkSpend({ ...asked, points: 5000n }, facts).ok).toBe(true);
    expect(checkSpend({ ...asked, points: 5001n }, facts)).toEqual({
      ok: false,
      refusal: {
        kind: 'PayableShareExceeded',
        asked: 5001n,
        payable: 5000n,
        payableMinor: 5000n,
        limitedBy: 'SHARE_OF_BASKET',
      },
    });
  });

  it('for what other holds on the same receipt leave of the share', () => {
    const asked = { ...request, receiptNumber: 'R', points: 101n };
    expect(checkSpend({ ...asked, points: 100n }, { ...facts, paidOnReceipt: 400n }).ok).toBe(true);
    expect(checkSpend(asked, { ...facts, paidOnReceipt: 400n })).toMatchObject({
      refusal: { payable: 100n },
    });
    expect(checkSpend(asked, { ...facts, paidOnReceipt: 900n })).toMatchObject({ refusal: { payable: 0n } });
  });

  it('never where no basket is named and none has to be', () => {
    expect(checkSpend({ ...request, basket: null, points: 10n ** 12n }, facts).ok).toBe(true);
  });
});

describe('the points of a receipt', () => {
  const lots = [lot('own'), lot('other')];
  const own = lots.slice(0, 1).map(({ id }) => id);

  it('may pay it unless the programme rules otherwise', () => {
    expect(spendableLots(lots, { terms, receiptLots: own })).toEqual(lots);
    const ruled = { ...terms, spendsOnEarningReceipt: false };
    expect(spendableLots(lots, { terms: ruled, receiptLots: own }).map(({ id }) => id)).toEqual(['other']);
  });

  it('are not counted as available to it, and not held for it', () => {
    const hold = { member: { by: 'ID', memberId: MEMBER }, storeId: STORE, sentBy: PARTNER } as const;
    const ruled = { ...terms, spendsOnEarningReceipt: false };
    const known = { memberId: MEMBER, store, agreement, lots, receiptLots: own, paidOnReceipt: 0n, debt: 0n };
    const wish = { ...hold, basket: null, receiptNumber: 'R' };
    const refused = decideHold({ ...wish, points: 11n }, { ...known, terms: ruled, now: NOW });
    expect(refused).toMatchObject({ refusal: { kind: 'InsufficientPoints', available: 10n } });
    const held = decideHold({ ...wish, points: 10n }, { ...known, terms: ruled, now: NOW });
    expect(held).toMatchObject({ value: { slices: [{ lotId: 'other', points: 10n }] } });
  });
});
