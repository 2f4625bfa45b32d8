/**
 * However goods come back, all returns together take back exactly what the purchase gave: by line, in points and
 * in money.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../shared/values/money.js';
import { decideEarning } from '../../subgraphs/rewards/earning/earning.js';
import { moneyBack } from '../../subgraphs/rewards/returns/return-policy.js';
import { decideReturn, type SoldPurchase } from '../../subgraphs/rewards/returns/returning.js';
import { basket, earnFacts, NOW, sold } from '../unit/rewards/facts.js';

const lineArbitrary = fc.record({
  quantity: fc.integer({ min: 1, max: 9 }),
  amountMinor: fc.bigInt(0n, 1_000_000n),
});
const purchaseArbitrary = fc
  .array(lineArbitrary, { minLength: 1, maxLength: 6 })
  .filter((lines) => lines.some((line) => line.amountMinor > 0n));

function purchaseOf(
  lines: readonly { readonly quantity: number; readonly amountMinor: bigint }[],
): SoldPurchase {
  const named = lines.map((line, index) => ({ ...line, lineNumber: index + 1, sku: 'A', name: 'Bread' }));
  const totalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  const decided = decideEarning({ ...basket, totalMinor, lines: named }, earnFacts);
  if (!decided.ok) throw new Error(decided.refusal.kind);
  const { points, fundingMinor, feeMinor, lines: earned } = decided.value;
  expect(earned.reduce((sum, line) => sum + line.points, 0n)).toBe(points);
  return {
    ...sold,
    points,
    takenPoints: 0n,
    fundingMinor,
    feeMinor,
    lines: earned.map((line) => ({ ...line, returnedQuantity: 0 })),
  };
}

/** Every piece of every line, in the order of the numbers drawn for them. */
function piecesOf(purchase: SoldPurchase, order: readonly number[]): number[] {
  const pieces = purchase.lines.flatMap((line) =>
    Array.from({ length: line.quantity }, () => line.lineNumber),
  );
  return pieces
    .map((lineNumber, index) => ({ lineNumber, rank: order[index % order.length] ?? 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ lineNumber }) => lineNumber);
}

describe('returns of a purchase', () => {
  it('sum to all of it, piece by piece in any order', () => {
    const orders = fc.array(fc.nat(), { minLength: 1, maxLength: 54 });
    fc.assert(
      fc.property(purchaseArbitrary, orders, (lines, order) => {
        let purchase = purchaseOf(lines);
        const sums = { points: 0n, amountMinor: 0n, fundingMinor: 0n, feeMinor: 0n };
        for (const lineNumber of piecesOf(purchase, order)) {
          const wish = { purchaseId: purchase.id, memberId: null, returnedAt: NOW, sentBy: null };
          const decided = decideReturn({ ...wish, lines: [{ lineNumber, quantity: 1 }] }, purchase, NOW);
          if (!decided.ok) throw new Error(decided.refusal.kind);
          const { points: taken, amountMinor: back } = decided.value;
          const figures = { points: taken, amountMinor: back, ...moneyBack(purchase, taken) };
          for (const name of ['points', 'amountMinor', 'fundingMinor', 'feeMinor'] as const) {
            expect(figures[name]).toBeGreaterThanOrEqual(0n);
            sums[name] += figures[name];
          }
          const left = purchase.lines.map((line) =>
            line.lineNumber === lineNumber ? { ...line, returnedQuantity: line.returnedQuantity + 1 } : line,
          );
          purchase = { ...purchase, takenPoints: purchase.takenPoints + taken, lines: left };
        }
        const { points, fundingMinor, feeMinor } = purchase;
        const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
        // Money follows points: a receipt that earned nothing cost the issuer nothing.
        expect(sums).toEqual({ points, amountMinor, fundingMinor, feeMinor });
      }),
      { numRuns: 200 },
    );
  });
});

describe('a whole shared out over parts', () => {
  it('sums to it, gives nothing to a part of no weight, and each part is within one of its fair share', () => {
    const weights = fc.array(fc.bigInt(0n, 1_000_000n), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.bigInt(-1_000_000n, 1_000_000n), weights, (whole, shares) => {
        const total = shares.reduce((sum, share) => sum + share, 0n);
        fc.pre(total > 0n);
        const parts = allocate(whole, shares);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
        for (const [index, part] of parts.entries()) {
          const share = shares[index] ?? 0n;
          if (share === 0n) expect(part).toBe(0n);
          const off = part * total - whole * share;
          expect(off < total && off > -total).toBe(true);
        }
      }),
    );
  });
});
