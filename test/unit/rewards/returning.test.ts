/** What a return takes back, where it comes from, and why not: one row for each refusal, in order of precedence. */
import { describe, expect, it } from 'vitest';
import type { LotId, MemberId, PurchaseId } from '../../../shared/values/ids.js';
import { takeBack } from '../../../subgraphs/rewards/ledger/taking-back.js';
import { moneyBack } from '../../../subgraphs/rewards/returns/return-policy.js';
import {
  decideReturn,
  type ReturnRequest,
  type SoldPurchase,
} from '../../../subgraphs/rewards/returns/returning.js';
import { lot, MEMBER, NOW, OTHER_PARTNER, PARTNER, PURCHASE, sold } from './facts.js';

const request: ReturnRequest = {
  purchaseId: PURCHASE,
  memberId: MEMBER,
  returnedAt: NOW,
  lines: [{ lineNumber: 1, quantity: 2 }],
  sentBy: PARTNER,
};

describe('a return is refused', () => {
  const early = { returnedAt: new Date(NOW.getTime() - 1) };
  const rows: readonly [string, Partial<ReturnRequest>, SoldPurchase | null][] = [
    ['PurchaseNotFound', { purchaseId: 'unknown' as PurchaseId }, null],
    ['PurchaseNotFound', { sentBy: OTHER_PARTNER }, sold],
    ['PurchaseNotFound', { memberId: 'another' as MemberId }, sold],
    ['AmountNotPositive', { lines: [{ lineNumber: 9, quantity: 0 }], ...early }, sold],
    ['LineNotFound', { lines: [{ lineNumber: 9, quantity: 1 }], ...early }, sold],
    ['ReturnExceedsPurchase', { lines: [{ lineNumber: 1, quantity: 3 }], ...early }, sold],
    ['ReturnBeforePurchase', early, sold],
    ['ReturnInTheFuture', { returnedAt: new Date(NOW.getTime() + 300_001) }, sold],
  ];

  it.each(rows)('%s', (kind, asked, purchase) => {
    expect(decideReturn({ ...request, ...asked }, purchase, NOW)).toMatchObject({ refusal: { kind } });
  });
});

describe('a return', () => {
  it('of the rest of a line takes back the rest of its points and money', () => {
    // One of three is back already: 3 of 10 points and 333 of 1000 went with it.
    const decided = decideReturn(request, sold, NOW);
    expect(decided).toMatchObject({
      ok: true,
      value: { points: 7n, amountMinor: 667n },
    });
    expect(moneyBack(sold, 7n)).toEqual({ fundingMinor: 7n, feeMinor: 1n });
  });

  it('of a line named twice is of the sum', () => {
    const lines = [
      { lineNumber: 1, quantity: 1 },
      { lineNumber: 1, quantity: 1 },
    ];
    expect(decideReturn({ ...request, lines }, sold, NOW)).toEqual(decideReturn(request, sold, NOW));
  });
});

describe('what a return takes points from', () => {
  const own = (points: bigint) => ({ ...wallet, own: [{ lotId: 'own' as LotId, points }] });
  const wallet = {
    lots: [
      lot('pending', { activatesAt: new Date('2026-07-01T00:00:00Z') }),
      lot('late', { expiresAt: null }),
      lot('soon'),
      lot('own', { expiresAt: NOW, held: 4n }),
    ],
  };

  it('is its own lot first whatever its state, then others as they burn, then pending ones, then debt', () => {
    const { slices, debt } = takeBack(40n, own(40n), NOW);
    expect(slices.map(({ lotId, points }) => [lotId, points])).toEqual([
      ['own', 6n],
      ['soon', 10n],
      ['late', 10n],
      ['pending', 10n],
    ]);
    expect(debt).toBe(4n);
  });

  it('never is what a till holds', () => {
    expect(takeBack(6n, own(6n), NOW)).toMatchObject({ slices: [{ lotId: 'own', points: 6n }], debt: 0n });
  });
});
