/**
 * Whatever is bought and brought back: no cap is ever exceeded, all returns of a purchase ask exactly what it gave in
 * each unit, and what a policy takes and what it lets off sum to what was asked.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LotId } from '../../shared/values/ids.js';
import { roundHalfUp } from '../../shared/values/money.js';
import type { Lot } from '../../subgraphs/rewards/ledger/lot.js';
import { walletBalance } from '../../subgraphs/rewards/ledger/wallet.js';
import { decideEarning } from '../../subgraphs/rewards/purchases/earning.js';
import { takeBackBy } from '../../subgraphs/rewards/returns/return-policy.js';
import { decideReturn, type SoldPurchase } from '../../subgraphs/rewards/returns/returning.js';
import { roomIn, trimToCaps } from '../../subgraphs/rewards/wallet-kinds/filling.js';
import { basket, earnFacts, lot, mainKind, NOW, sold } from '../unit/rewards/facts.js';

const cap = fc.option(fc.bigInt(1n, 500n));
const policies = ['ONLY_PENDING', 'WITHIN_BALANCE', 'UNLIMITED'] as const;

describe('a capped wallet', () => {
  it('never holds or earns more than its caps, whatever is asked of it, and takes all that there is room for', () => {
    fc.assert(
      fc.property(cap, cap, fc.array(fc.bigInt(0n, 300n), { maxLength: 20 }), (balanceCap, units, asks) => {
        const caps = { balanceCap, periodCap: units === null ? null : { period: 'DAY' as const, units } };
        let filled = { balance: 0n, inPeriod: 0n };
        for (const asked of asks) {
          const room = roomIn(caps, filled);
          const { granted, trimmedBy } = trimToCaps(caps, filled, asked);
          expect(granted).toBe(room === null || room > asked ? asked : room);
          expect(trimmedBy === null).toBe(granted === asked);
          filled = { balance: filled.balance + granted, inPeriod: filled.inPeriod + granted };
          if (balanceCap !== null) expect(filled.balance).toBeLessThanOrEqual(balanceCap);
          if (units !== null) expect(filled.inPeriod).toBeLessThanOrEqual(units);
        }
      }),
    );
  });

  it('is granted the same by base and bonuses together as their sum would be', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 400n),
        fc.bigInt(1n, 40_000n),
        fc.bigInt(1n, 300n),
        (balanceCap, totalMinor, extra) => {
          const kind = { ...mainKind, balanceCap };
          const wallets = [{ kind, debt: 0n, lastRedeemedAt: null, filled: { balance: 0n, inPeriod: 0n } }];
          const plain = { minTotalMinor: null, currency: null, channel: null, perMille: null };
          const window = { activation: null, expiry: null, validFrom: NOW, validUntil: null, isActive: true };
          const bonuses = [{ ...plain, ...window, code: 'EXTRA', version: 1, points: extra }];
          const lines = [{ lineNumber: 1, sku: 'A', name: 'Bread', quantity: 1, amountMinor: totalMinor }];
          const decided = decideEarning({ ...basket, totalMinor, lines }, { ...earnFacts, wallets, bonuses });
          if (!decided.ok) throw new Error(decided.refusal.kind);
          const asked = totalMinor / 100n + extra;
          expect(decided.value.points).toBe(asked < balanceCap ? asked : balanceCap);
          expect(decided.value.fundingMinor).toBe(roundHalfUp(decided.value.points * 1000n, 1000n));
        },
      ),
    );
  });
});

const pieces = fc.integer({ min: 1, max: 8 });
const lotState = fc.record({
  original: fc.bigInt(1n, 200n),
  isPending: fc.boolean(),
  spentPerMille: fc.bigInt(0n, 1000n),
});

describe('returns of a purchase of two units', () => {
  it('ask all of it in any split, and each policy takes and lets off what sums to it', () => {
    const units = fc.array(lotState, { minLength: 1, maxLength: 3 });
    const steps = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(
        units,
        units,
        pieces,
        steps,
        fc.constantFrom(...policies),
        (main, other, quantity, splits, policy) => {
          const made = [
            ...main.map((of) => ({ unit: 'PTS', ...of })),
            ...other.map((of) => ({ unit: 'STARS', ...of })),
          ];
          const lots = made.map((of, index) => ({
            id: `lot ${index}` as LotId,
            unit: of.unit,
            original: of.original,
          }));
          const points = main.reduce((sum, { original }) => sum + original, 0n);
          let purchase: SoldPurchase = {
            ...sold,
            ...{ points, takenPoints: 0n, lots },
            lines: [{ lineNumber: 1, sku: 'A', quantity, amountMinor: 1000n, points, returnedQuantity: 0 }],
          };
          let wallet: Lot[] = made.map((of, index) =>
            lot(`lot ${index}`, {
              unit: of.unit,
              remaining: of.original - (of.original * of.spentPerMille) / 1000n,
              activatesAt: new Date(NOW.getTime() + (of.isPending ? 1 : -1) * 86_400_000),
            }),
          );
          const asked = new Map<string, bigint>();
          const debts = new Map<string, bigint>();
          for (const step of splits) {
            const left = quantity - (purchase.lines[0]?.returnedQuantity ?? 0);
            if (left === 0) break;
            // The last of the steps brings back all that is left.
            const back = step < left && step !== splits.at(-1) ? step : left;
            const wish = { purchaseId: purchase.id, memberId: null, returnedAt: NOW, sentBy: null };
            const decided = decideReturn(
              { ...wish, lines: [{ lineNumber: 1, quantity: back }] },
              purchase,
              NOW,
            );
            if (!decided.ok) throw new Error(decided.refusal.kind);
            for (const unit of ['PTS', 'STARS']) {
              const own = decided.value.shares.filter((share) => share.unit === unit);
              const debt = debts.get(unit) ?? 0n;
              const ofUnit = wallet.filter((one) => one.unit === unit);
              const before = walletBalance(ofUnit, debt, NOW);
              const taken = takeBackBy(policy, { lots: ofUnit, debt, own }, NOW);
              expect(taken.points + taken.letOff).toBe(taken.asked);
              expect(taken.letOff).toBeGreaterThanOrEqual(0n);
              if (policy !== 'UNLIMITED') expect(taken.debt).toBe(0n);
              else expect(taken.letOff).toBe(0n);
              const gone = new Map(taken.slices.map((slice) => [slice.lotId, slice.points]));
              wallet = wallet.map((one) => ({ ...one, remaining: one.remaining - (gone.get(one.id) ?? 0n) }));
              expect(wallet.every(({ remaining }) => remaining >= 0n)).toBe(true);
              const after = walletBalance(
                wallet.filter((one) => one.unit === unit),
                debt + taken.debt,
                NOW,
              );
              if (policy === 'ONLY_PENDING') expect(after.available).toBe(before.available);
              if (policy === 'WITHIN_BALANCE') expect(after.available).toBeGreaterThanOrEqual(0n);
              debts.set(unit, debt + taken.debt);
              asked.set(unit, (asked.get(unit) ?? 0n) + taken.asked);
            }
            const lines = purchase.lines.map((line) => ({
              ...line,
              returnedQuantity: line.returnedQuantity + back,
            }));
            purchase = { ...purchase, lines };
          }
          const all = other.reduce((sum, { original }) => sum + original, 0n);
          expect(Object.fromEntries(asked)).toEqual({ PTS: points, STARS: all });
        },
      ),
      { numRuns: 200 },
    );
  });
});
