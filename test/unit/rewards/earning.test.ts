/** What a basket earns, and why not: one row for each refusal, in order of precedence. */
import { describe, expect, it } from 'vitest';
import type { StoreId } from '../../../shared/values/ids.js';
import {
  decideEarning,
  type EarnFacts,
  type EarnRefusal,
} from '../../../subgraphs/rewards/earning/earning.js';
import type { Basket } from '../../../subgraphs/rewards/purchases/receipt.js';
import {
  agreement,
  basket,
  earnFacts,
  mainWallet,
  NOW,
  OTHER_PARTNER,
  PURCHASE,
  store,
  terms,
} from './facts.js';

interface Row {
  readonly kind: EarnRefusal['kind'];
  readonly basket?: Partial<Basket>;
  readonly facts?: Partial<EarnFacts>;
}

const line = basket.lines[0] as Basket['lines'][number];
const manyLines = Array.from({ length: 2001 }, (_, index) => ({
  ...line,
  lineNumber: index + 1,
  amountMinor: 1n,
}));

/** Each row breaks one rule. Rows that follow must not win over it: the test below breaks them together. */
const rows: readonly Row[] = [
  { kind: 'MemberNotEnrolled', facts: { memberId: null } },
  { kind: 'StoreNotFound', basket: { storeId: 'nowhere' as StoreId }, facts: { store: null } },
  { kind: 'PartnerNotActive', facts: { store: { ...store, partnerStatus: 'EARN_CLOSED' } } },
  { kind: 'AgreementNotInForce', facts: { agreement: null } },
  { kind: 'CurrencyNotAgreed', basket: { currency: 'USD' } },
  { kind: 'AmountNotPositive', basket: { totalMinor: 0n } },
  { kind: 'AmountTooLarge', basket: { totalMinor: 10_000_000_001n } },
  { kind: 'LineSumMismatch', basket: { totalMinor: 1001n } },
  { kind: 'TooManyLines', basket: { totalMinor: 2001n, lines: manyLines } },
  { kind: 'PurchaseInTheFuture', basket: { purchasedAt: new Date(NOW.getTime() + 300_001) } },
  { kind: 'PurchaseTooOld', basket: { purchasedAt: new Date('2026-03-01T00:00:00Z') } },
  { kind: 'ReceiptAlreadyRecorded', facts: { recordedAs: PURCHASE } },
];

const refusalOf = (changed: Partial<Basket>, facts: Partial<EarnFacts>) => {
  const decided = decideEarning({ ...basket, ...changed }, { ...earnFacts, ...facts });
  return decided.ok ? 'earned' : decided.refusal.kind;
};

describe('what a basket cannot be', () => {
  it.each(rows)('$kind', ({ kind, basket: changed = {}, facts = {} }) => {
    expect(refusalOf(changed, facts)).toBe(kind);
  });

  it.each(rows.map((row, index) => ({ ...row, index })))(
    '$kind wins over what follows',
    ({ kind, index }) => {
      const broken = rows.slice(index).reverse();
      const changed = Object.assign({}, ...broken.map((row) => row.basket ?? {})) as Partial<Basket>;
      const facts = Object.assign({}, ...broken.map((row) => row.facts ?? {})) as Partial<EarnFacts>;
      expect(refusalOf(changed, facts)).toBe(kind);
    },
  );

  it("another partner's store is no different from none", () => {
    expect(refusalOf({ sentBy: OTHER_PARTNER }, {})).toBe('StoreNotFound');
    expect(refusalOf({ sentBy: null }, {})).toBe('earned');
  });

  it('a line or a quantity below zero is named by its field', () => {
    const lines = [line, { ...line, lineNumber: 2, amountMinor: -5n }];
    const decided = decideEarning({ ...basket, totalMinor: 995n, lines }, earnFacts);
    expect(decided).toMatchObject({ refusal: { kind: 'AmountNotPositive', field: 'lines[1].amountMinor' } });
    const nothing = decideEarning({ ...basket, lines: [{ ...line, quantity: 0 }] }, earnFacts);
    expect(nothing).toMatchObject({ refusal: { field: 'lines[0].quantity', amount: 0n } });
  });

  it('a clock a little ahead and a purchase on the last day of the window are taken', () => {
    expect(refusalOf({ purchasedAt: new Date(NOW.getTime() + 300_000) }, {})).toBe('earned');
    expect(refusalOf({ purchasedAt: new Date(NOW.getTime() - 90 * 86_400_000) }, {})).toBe('earned');
    expect(refusalOf({ purchasedAt: new Date('2011-01-01T00:00:00Z'), isHistorical: true }, {})).toBe(
      'earned',
    );
  });
});

describe('what a basket earns', () => {
  const earned = (changed: Partial<Basket>, facts: Partial<EarnFacts> = {}) => {
    const decided = decideEarning({ ...basket, ...changed }, { ...earnFacts, ...facts });
    if (!decided.ok) throw new Error(decided.refusal.kind);
    return decided.value;
  };

  it('fractions are dropped once, on the whole receipt', () => {
    const lines = [99n, 99n].map((amountMinor, index) => ({ ...line, lineNumber: index + 1, amountMinor }));
    const earning = earned({ totalMinor: 198n, lines });
    expect(earning.points).toBe(1n);
    expect(earning.lines.map(({ points }) => points)).toEqual([1n, 0n]);
  });

  it('the issuer pays funding by the thousand and the fee on the funding', () => {
    const facts = { agreement: { ...agreement, earnPoints: 1000n } };
    expect(earned({}, facts)).toMatchObject({ points: 10_000n, fundingMinor: 10_000n, feeMinor: 500n });
  });

  it('points pay the debt of an earlier return first, as far as they go', () => {
    const owing = (debt: bigint) => ({ wallets: [{ ...mainWallet, debt }] });
    expect(earned({}, owing(4n))).toMatchObject({ points: 10n, awards: [{ granted: 10n, debtPaid: 4n }] });
    expect(earned({}, owing(40n))).toMatchObject({ points: 10n, awards: [{ granted: 10n, debtPaid: 10n }] });
  });

  it('points are usable at once and for two years by the first terms', () => {
    const life = { activatesAt: NOW, cancelsAt: null, expiresAt: new Date('2028-06-15T22:00:00Z') };
    expect(earned({}).awards).toMatchObject([{ life }]);
    const forEver = earned({}, { terms: { ...terms, expiryMonths: null } });
    expect(forEver.awards).toMatchObject([{ life: { expiresAt: null } }]);
  });

  it('points are usable at once also where the clock of the till runs ahead', () => {
    const purchasedAt = new Date(NOW.getTime() + 180_000);
    expect(earned({ purchasedAt }).awards).toMatchObject([{ life: { activatesAt: NOW } }]);
  });
});
