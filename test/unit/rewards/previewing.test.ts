/** What the wallet looks like after a basket, and what can be terms. */
import { describe, expect, it } from 'vitest';
import { decideEarning } from '../../../subgraphs/rewards/earning/earning.js';
import { reasonsFor, walletAfter } from '../../../subgraphs/rewards/previews/previewing.js';
import { decideTerms } from '../../../subgraphs/rewards/programme/terms.js';
import { basket, earnFacts, mainWallet, NOW, terms } from './facts.js';

const before = { available: 100n, pending: 0n, held: 0n, debt: 0n };

function earning(changes: Partial<typeof earnFacts> = {}) {
  const decided = decideEarning(basket, { ...earnFacts, ...changes });
  if (!decided.ok) throw new Error(decided.refusal.kind);
  return decided.value;
}

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
    ['linePayableShareBasisPoints', { linePayableShareBasisPoints: -1 }],
    ['worthMinorPerThousand', { worthMinorPerThousand: -1n }],
    ['receiptMaxMinor', { receiptMaxMinor: 0n }],
  ])('name %s when it cannot be one', (field, change) => {
    expect(decideTerms({ ...terms, ...change })).toMatchObject({ refusal: { kind: 'TermsNotValid', field } });
  });
});
