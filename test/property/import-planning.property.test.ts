/**
 * Properties of planning an import: nothing comes back that was not bought, and no figure gains or loses on its
 * way.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReceiptGroups } from '../../gateway/clients/import/plan/receipt-groups.js';
import { SoldLines, type TakenLine } from '../../gateway/clients/import/plan/sold-lines.js';
import { decimalText, millionthsOf, minorOf } from '../../gateway/clients/import/read/decimal.js';
import { receiptLine } from '../unit/import/receipt-lines.js';

const move = fc.record({
  isReturn: fc.boolean(),
  member: fc.constantFrom('anna', 'ben'),
  sku: fc.constantFrom('CUP', 'MUG'),
  quantity: fc.integer({ min: 1, max: 9 }),
  day: fc.integer({ min: 0, max: 6 }),
});

interface Move {
  readonly isReturn: boolean;
  readonly member: string;
  readonly sku: string;
  readonly quantity: number;
  readonly day: number;
}

/** The same history kept the slow and plain way. */
class Shelf {
  private readonly bought: { purchase: string; of: string; left: number; day: number }[] = [];

  buy(purchase: string, { member, sku, quantity, day }: Move): void {
    this.bought.push({ purchase, of: `${member}/${sku}`, left: quantity, day });
  }

  /** How much could come back at that moment. */
  room({ member, sku, day }: Move): number {
    const lines = this.bought.filter((line) => line.of === `${member}/${sku}` && line.day <= day);
    return lines.reduce((sum, line) => sum + line.left, 0);
  }

  /** Takes a part back; false when it is not there to be taken. */
  takes({ member, sku, day }: Move, part: TakenLine): boolean {
    const line = this.bought.find(({ purchase }) => purchase === part.purchase);
    if (line === undefined || line.of !== `${member}/${sku}` || line.day > day) return false;
    line.left -= part.quantity;
    return line.left >= 0;
  }
}

describe('returns of an import', () => {
  it('never exceed what was bought, line by line, and never precede it', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const sold = new SoldLines();
        const shelf = new Shelf();
        for (const [index, wish] of moves.entries()) {
          const { member, sku, quantity } = wish;
          const at = new Date(Date.UTC(2011, 0, 1 + wish.day));
          if (!wish.isReturn) {
            sold.add(member, sku, { purchase: `${index}`, lineNumber: 1, quantity, at });
            shelf.buy(`${index}`, wish);
            continue;
          }
          const room = shelf.room(wish);
          const taken = sold.take(member, sku, { quantity, at });
          expect(taken !== null).toBe(room >= quantity);
          expect((taken ?? []).every((part) => shelf.takes(wish, part))).toBe(true);
          expect(room - shelf.room(wish)).toBe(taken === null ? 0 : quantity);
        }
      }),
    );
  });
});

describe('receipts of an import', () => {
  const limits = fc.record({
    apartMax: fc.integer({ min: 1, max: 8 }),
    heldMax: fc.integer({ min: 1, max: 12 }),
  });
  const letters = fc.array(fc.constantFrom('A', 'B', 'C', null), { maxLength: 60 });

  it('hold every line exactly once, each receipt once, whatever stands between its lines', () => {
    fc.assert(
      fc.property(limits, letters, (bounds, seen) => {
        const groups = new ReceiptGroups(bounds);
        const passed = seen.map((receipt) => groups.pass(receipt === null ? null : receiptLine({ receipt })));
        const given = [...passed.flatMap(({ complete }) => complete), ...groups.rest()];
        const late = passed.filter(({ isLate }) => isLate).length;
        expect(given.flat().length + late).toBe(seen.filter((letter) => letter !== null).length);
        expect(new Set(given.map(([first]) => first.receipt)).size).toBe(given.length);
        expect(given.every((lines) => new Set(lines.map(({ receipt }) => receipt)).size === 1)).toBe(true);
      }),
    );
  });
});

describe('figures of an import', () => {
  const millionths = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

  it('are read back from their own writing, with a point or a comma', () => {
    fc.assert(
      fc.property(millionths, (value) => {
        expect(millionthsOf(decimalText(value), '.')).toBe(value);
        expect(millionthsOf(decimalText(value).replace('.', ','), ',')).toBe(value);
      }),
    );
  });

  it('are rounded to the nearest minor unit', () => {
    fc.assert(
      fc.property(millionths, (value) => {
        const apart = minorOf(value, 2) * 10_000n - value;
        expect(apart <= 5_000n && apart >= -5_000n).toBe(true);
      }),
    );
  });
});
