/** How much of a basket points may pay, and what the wallet looks like afterwards. */
import { describe, expect, it } from 'vitest';
import { payableByPoints, reasonsFor, walletAfter } from '../../../subgraphs/rewards/previews/previewing.js';
import { decideTerms, worthMinor } from '../../../subgraphs/rewards/programme/terms.js';
import { decideEarning } from '../../../subgraphs/rewards/purchases/earning.js';
import { basket, earnFacts, mainWallet, NOW, terms } from './facts.js';

const before = { available: 100n, pending: 0n, held: 0n, debt: 0n };

function earning(changes: Partial<typeof earnFacts> = {}) {
  const decided = decideEarning(basket, { ...earnFacts, ...changes });
  if (!decided.ok) throw new Error(decided.refusal.kind);
  return decided.value;
}

describe('points as payment', () => {
  it.each([
    ['SHARE_OF_BASKET', 10_000n, 'EUR', 1000n, 500n],
    ['BALANCE', 400n, 'EUR', 400n, 200n],
    ['BALANCE', -5n, 'EUR', 0n, 0n],
    ['OTHER_CURRENCY', 400n, 'USD', 0n, 0n],
  ])('are limited by %s', (limitedBy, available, currency, points, amountMinor) => {
    const payable = payableByPoints({ totalMinor: 1000n, currency }, available, terms);
    expect(payable).toEqual({ limitedBy, points, amountMinor });
  });

  it('pay nothing where they are worth nothing', () => {
    const worthless = { ...terms, worthMinorPerThousand: 0n };
    expect(payableByPoints(basket, 100n, worthless).limitedBy).toBe('POINTS_WORTH_NOTHING');
    expect(worthMinor(-100n, terms)).toBe(0n);
  });
});

describe('the wallet after a purchase', () => {
  it('has the points available, or pending while the terms delay them', () => {
    expect(walletAfter(before, earning(), NOW)).toEqual({ ...before, available: 110n });
    const delayed = earning({ terms: { ...terms, activationDelayDays: 14 } });
    expect(walletAfter(before, delayed, NOW)).toEqual({ ...before, pending: 10n });
  });

  it('has nothing of points that are gone before the receipt is recorded', () => {
    const shortLived = { ...earnFacts, terms: { ...terms, expiryMonths: 1 } };
    const purchasedAt = new Date('2026-04-01T12:00:00Z');
    const decided = decideEarning({ ...basket, purchasedAt }, shortLived);
    if (!decided.ok) throw new Error(decided.refusal.kind);
    expect(walletAfter(before, decided.value, NOW)).toEqual(before);
  });

  it('owes less by what the points pay, and the reasons say so', () => {
    const paying = earning({ wallets: [{ ...mainWallet, debt: 4n }] });
    const indebted = { ...before, available: -4n, debt: 4n };
    expect(walletAfter(indebted, paying, NOW)).toEqual({ ...before, available: 6n });
    expect(reasonsFor(basket, paying).map(({ rule, points }) => [rule, points])).toEqual([
      ['BASE_RATE', 10n],
      ['DEBT', -4n],
    ]);
  });
});

describe('terms', () => {
  it.each([
    ['currency', { currency: 'euro' }],
    ['timeZone', { timeZone: 'Mars/Base' }],
    ['activationDelayDays', { activationDelayDays: -1 }],
    ['expiryMonths', { expiryMonths: 0 }],
    ['payableShareBasisPoints', { payableShareBasisPoints: 10_001 }],
    ['worthMinorPerThousand', { worthMinorPerThousand: -1n }],
    ['receiptMaxMinor', { receiptMaxMinor: 0n }],
  ])('name %s when it cannot be one', (field, change) => {
    expect(decideTerms({ ...terms, ...change })).toMatchObject({ refusal: { kind: 'TermsNotValid', field } });
  });
});
