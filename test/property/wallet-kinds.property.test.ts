/**
 * Whatever is bought and brought back: no cap is ever exceeded, all returns of a purchase ask exactly what it gave in
 * each unit, and what a policy takes and what it lets off sum to what was asked.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LotId } from '../../shared/values/ids.js';
import { decideEarning } from '../../subgraphs/rewards/earning/earning.js';
import type { Lot } from '../../subgraphs/rewards/ledger/lot.js';
import { walletBalance } from '../../subgraphs/rewards/ledger/wallet.js';
import { type Taken, takeBackBy } from '../../subgraphs/rewards/returns/return-policy.js';
import { decideReturn, type SoldPurchase } from '../../subgraphs/rewards/returns/returning.js';
import type { LotShare } from '../../subgraphs/rewards/returns/shares.js';
import { roomIn, trimToCaps } from '../../subgraphs/rewards/wallet-kinds/filling.js';
import { basket, earnFacts, lot, mainKind, NOW, sold } from '../unit/rewards/facts.js';

const cap = fc.option(fc.bigInt(1n, 500n));
const policies = ['ONLY_PENDING', 'WITHIN_BALANCE', 'UNLIMITED'] as const;
type Policy = (typeof policies)[number];

const least = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((smallest, amount) => (amount < smallest ? amount : smallest));

describe('a capped wallet', () => {
  it('never holds or earns more than its caps, whatever is asked, and takes all that there is room for', () => {
    fc.assert(
      fc.property(cap, cap, fc.array(fc.bigInt(0n, 300n), { maxLength: 20 }), (balanceCap, units, asks) => {
        const caps = { balanceCap, periodCap: units === null ? null : { period: 'DAY' as const, units } };
        const limits = [balanceCap, units].filter((limit) => limit !== null);
        let filled = 0n;
        for (const asked of asks) {
          const wallet = { balance: filled, inPeriod: filled };
          const { granted, trimmedBy } = trimToCaps(caps, wallet, asked);
          expect(granted).toBe(least([asked, roomIn(caps, wallet) ?? asked]));
          expect(trimmedBy === null).toBe(granted === asked);
          filled += granted;
          expect(limits.every((limit) => filled <= limit)).toBe(true);
        }
      }),
    );
  });

  it('is granted by base and bonuses together what it has room for, and its issuer pays for that', () => {
    const figures = [fc.bigInt(1n, 400n), fc.bigInt(1n, 40_000n), fc.bigInt(1n, 300n)] as const;
    fc.assert(
      fc.property(...figures, (balanceCap, totalMinor, extra) => {
        const kind = { ...mainKind, balanceCap };
        const wallets = [{ kind, debt: 0n, lastRedeemedAt: null, filled: { balance: 0n, inPeriod: 0n } }];
        const plain = { minTotalMinor: null, currency: null, channel: null, perMille: null };
        const window = { activation: null, expiry: null, validFrom: NOW, validUntil: null, isActive: true };
        const bonuses = [{ ...plain, ...window, code: 'EXTRA', version: 1, points: extra }];
        const lines = [{ lineNumber: 1, sku: 'A', name: 'Bread', quantity: 1, amountMinor: totalMinor }];
        const decided = decideEarning({ ...basket, totalMinor, lines }, { ...earnFacts, wallets, bonuses });
        if (!decided.ok) throw new Error(decided.refusal.kind);
        const points = least([totalMinor / 100n + extra, balanceCap]);
        expect(decided.value).toMatchObject({ points, fundingMinor: points });
      }),
    );
  });
});

interface MadeLot {
  readonly unit: string;
  readonly original: bigint;
  readonly isPending: boolean;
  readonly spentPerMille: bigint;
}

/** A purchase whose goods come back, and the wallets that it filled, some of it spent. */
class GoingBack {
  readonly asked = new Map<string, bigint>();
  private readonly debts = new Map<string, bigint>();
  private purchase: SoldPurchase;
  private lots: Lot[];

  constructor(
    made: readonly MadeLot[],
    private readonly quantity: number,
    private readonly policy: Policy,
  ) {
    const lots = made.map(({ unit, original }, index) => ({ id: `lot ${index}` as LotId, unit, original }));
    const points = sumOf(lots, 'PTS');
    const line = { lineNumber: 1, sku: 'A', quantity, amountMinor: 1000n, points, returnedQuantity: 0 };
    this.purchase = { ...sold, points, takenPoints: 0n, lots, lines: [line] };
    this.lots = made.map(({ unit, original, isPending, spentPerMille }, index) =>
      lot(`lot ${index}`, {
        unit,
        remaining: original - (original * spentPerMille) / 1000n,
        activatesAt: new Date(NOW.getTime() + (isPending ? 1 : -1) * 86_400_000),
      }),
    );
  }

  get left(): number {
    return this.quantity - (this.purchase.lines[0]?.returnedQuantity ?? 0);
  }

  bringBack(quantity: number): void {
    const wish = { purchaseId: this.purchase.id, memberId: null, returnedAt: NOW, sentBy: null };
    const decided = decideReturn({ ...wish, lines: [{ lineNumber: 1, quantity }] }, this.purchase, NOW);
    if (!decided.ok) throw new Error(decided.refusal.kind);
    for (const unit of ['PTS', 'STARS']) this.take(unit, decided.value.shares);
    const lines = this.purchase.lines.map((line) => ({
      ...line,
      returnedQuantity: line.returnedQuantity + quantity,
    }));
    this.purchase = { ...this.purchase, lines };
  }

  private balance(unit: string): bigint {
    const lots = this.lots.filter((one) => one.unit === unit);
    return walletBalance(lots, this.debts.get(unit) ?? 0n, NOW).available;
  }

  private take(unit: string, shares: readonly LotShare[]): void {
    const before = this.balance(unit);
    const debt = this.debts.get(unit) ?? 0n;
    const lots = this.lots.filter((one) => one.unit === unit);
    const own = shares.filter((share) => share.unit === unit);
    const taken = takeBackBy(this.policy, { lots, debt, own }, NOW);
    const gone = new Map(taken.slices.map(({ lotId, points }) => [lotId, points]));
    this.lots = this.lots.map((one) => ({ ...one, remaining: one.remaining - (gone.get(one.id) ?? 0n) }));
    this.debts.set(unit, debt + taken.debt);
    this.asked.set(unit, (this.asked.get(unit) ?? 0n) + taken.asked);
    expect(this.lots.every(({ remaining }) => remaining >= 0n)).toBe(true);
    expect(taken.points + taken.letOff).toBe(taken.asked);
    expect(taken.letOff).toBeGreaterThanOrEqual(0n);
    this.keepsPolicy(taken, before, this.balance(unit));
  }

  private keepsPolicy({ debt, letOff }: Taken, before: bigint, after: bigint): void {
    if (this.policy === 'UNLIMITED') expect(letOff).toBe(0n);
    else expect(debt).toBe(0n);
    if (this.policy === 'ONLY_PENDING') expect(after).toBe(before);
    if (this.policy === 'WITHIN_BALANCE') expect(after).toBeGreaterThanOrEqual(0n);
  }
}

const sumOf = (lots: readonly { readonly unit: string; readonly original: bigint }[], unit: string): bigint =>
  lots.filter((one) => one.unit === unit).reduce((sum, { original }) => sum + original, 0n);

const lotsOf = (unit: string) =>
  fc.array(
    fc.record({
      unit: fc.constant(unit),
      original: fc.bigInt(1n, 200n),
      isPending: fc.boolean(),
      spentPerMille: fc.bigInt(0n, 1000n),
    }),
    { minLength: 1, maxLength: 3 },
  );

describe('returns of a purchase of two units', () => {
  it('ask all of it in any split, and each policy takes and lets off what sums to it', () => {
    const made = fc.tuple(lotsOf('PTS'), lotsOf('STARS')).map((lots) => lots.flat());
    const steps = fc.infiniteStream(fc.integer({ min: 1, max: 3 }));
    const quantities = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(made, quantities, steps, fc.constantFrom(...policies), (lots, quantity, splits, policy) => {
        const going = new GoingBack(lots, quantity, policy);
        while (going.left > 0) going.bringBack(Math.min(splits.next().value, going.left));
        const all = { PTS: sumOf(lots, 'PTS'), STARS: sumOf(lots, 'STARS') };
        expect(Object.fromEntries(going.asked)).toEqual(all);
      }),
      { numRuns: 200 },
    );
  });
});
