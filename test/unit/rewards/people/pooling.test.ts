/** What a household lends a member for a redemption, and what a buyer may spend of a firm's points. */
import { describe, expect, it } from 'vitest';
import type { AgreementId, MemberId } from '../../../../shared/values/ids.js';
import type { MovableLot, MovableWallet } from '../../../../subgraphs/rewards/ledger/moving.js';
import { checkBuyerLimit } from '../../../../subgraphs/rewards/pooling/buyer-limit.js';
import { type DrawFacts, decideDraw } from '../../../../subgraphs/rewards/pooling/drawing.js';
import { lot, NOW } from '../facts.js';

function movable(id: string, changes: Partial<MovableLot> = {}): MovableLot {
  const origin = { rule: 'BASE_RATE', agreementId: 'agreement' as AgreementId, purchaseId: null };
  return { ...lot(id), ...origin, fundingMinorPerThousand: 1000n, ...changes };
}

const wallet = (lots: readonly MovableLot[], debt = 0n): MovableWallet => ({ unit: 'PTS', debt, lots });
const ben = (lots: readonly MovableLot[], debt = 0n) => ({
  memberId: 'ben' as MemberId,
  wallet: wallet(lots, debt),
});
const cleo = (lots: readonly MovableLot[]) => ({ memberId: 'cleo' as MemberId, wallet: wallet(lots) });

function facts(changes: Partial<DrawFacts> = {}): DrawFacts {
  const contributors = [
    ben([movable('b')]),
    cleo([movable('c', { expiresAt: new Date('2026-12-01T00:00:00Z') })]),
  ];
  return {
    own: wallet([movable('own')]),
    contributors,
    monthlyDrawLimit: null,
    drawn: 0n,
    now: NOW,
    ...changes,
  };
}

function drawn(asked: bigint, changes: Partial<DrawFacts> = {}) {
  const decided = decideDraw(asked, facts(changes));
  if (!decided.ok) return decided.refusal;
  return decided.value.map(({ memberId, lots }) => [
    memberId,
    lots.map((each) => [each.lot.id, each.points]),
  ]);
}

describe('a draw of the household', () => {
  it('is nothing while her own points are enough', () => {
    expect(drawn(10n)).toEqual([]);
  });

  it('is what her own points lack, soonest to expire first, whoever has them', () => {
    expect(drawn(25n)).toEqual([
      ['cleo', [['c', 10n]]],
      ['ben', [['b', 5n]]],
    ]);
  });

  it('is nothing when all together would not be enough', () => {
    expect(drawn(31n)).toEqual([]);
  });

  it('never takes what another owes, nor pending points', () => {
    const later = new Date('2027-01-01T00:00:00Z');
    const contributors = [ben([movable('b')], 4n), cleo([movable('c', { activatesAt: later })])];
    expect(drawn(16n, { contributors })).toEqual([['ben', [['b', 6n]]]]);
    expect(drawn(17n, { contributors })).toEqual([]);
  });

  it('is none for one who owes points herself', () => {
    expect(drawn(12n, { own: wallet([movable('own')], 1n) })).toEqual([]);
  });

  it('keeps to her limit of the month', () => {
    const limit = { monthlyDrawLimit: 20n, drawn: 6n };
    expect(drawn(24n, limit)).toHaveLength(2);
    expect(drawn(25n, limit)).toEqual({ kind: 'HouseholdDrawExceeded', most: 20n, drawn: 6n, asked: 15n });
  });
});

describe('a buyer of a firm', () => {
  const buyer = { buyerId: 'buyer', monthlySpendLimit: 100n, spent: 60n };

  it('spends up to the limit of the month and no further', () => {
    expect(checkBuyerLimit(buyer, 40n).ok).toBe(true);
    expect(checkBuyerLimit(buyer, 41n)).toMatchObject({
      refusal: { kind: 'BuyerLimitExceeded', buyerId: 'buyer', most: 100n, spent: 60n, asked: 41n },
    });
  });

  it('without a limit spends what there is', () => {
    expect(checkBuyerLimit({ ...buyer, monthlySpendLimit: null }, 1_000_000n).ok).toBe(true);
    expect(checkBuyerLimit(null, 1_000_000n).ok).toBe(true);
  });
});
