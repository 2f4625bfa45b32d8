/**
 * Whatever three members give each other, take back, donate or have adjusted: points are conserved, nothing stays in
 * transit, every entry balances, and each wallet is what its postings sum to. Random sequences of the pure decisions.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BetweenBooks, type Deed } from './between-books.js';

const who = fc.nat({ max: 2 });
const points = fc.bigInt(1n, 120n);
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constant('credit' as const), who, points }),
  fc.record({ do: fc.constant('debit' as const), who, points }),
  fc.record({ do: fc.constant('offer' as const), who, to: who, points }),
  fc.record({
    do: fc.constantFrom('accept' as const, 'letGo' as const, 'reverse' as const, 'reverseOwing' as const),
    which: fc.nat({ max: 8 }),
  }),
  fc.record({ do: fc.constant('donate' as const), who, points }),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 20 }) }),
);

describe('points between people', () => {
  it('keep the books after any sequence of gifts, answers, reversals, donations, adjustments and days', () => {
    fc.assert(
      fc.property(fc.array(deeds, { minLength: 5, maxLength: 60 }), (sequence) => {
        const books = new BetweenBooks();
        for (const deed of sequence) {
          books.act(deed);
          for (const [what, found, wanted] of books.figures()) expect([what, found]).toEqual([what, wanted]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
