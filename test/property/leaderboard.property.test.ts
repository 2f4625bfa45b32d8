/** Any order, repetition and cutting into batches of the same facts gives the same boards. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { board, bought, countedLines, factOf, returned } from '../unit/gamification/game-world.js';

const boards = (['POINTS_EARNED', 'PURCHASES'] as const).flatMap((metric) =>
  (['ALL_TIME', 'MONTH', 'WEEK'] as const).map((window) => board(`${metric} ${window}`, { metric, window })),
);

/** Instants around turns of months and weeks and the changes of clocks in the boards' zone. */
const instants = [
  '2026-03-28T22:59:59Z',
  '2026-03-29T22:00:00Z',
  '2026-10-25T00:30:00Z',
  '2026-10-31T23:00:00Z',
];

const purchase = fc.record({
  member: fc.constantFrom('ada', 'bob', 'eve'),
  at: fc.constantFrom(...instants),
  points: fc.nat(50),
  quantity: fc.integer({ min: 1, max: 4 }),
  returns: fc.array(fc.record({ points: fc.nat(20), quantity: fc.integer({ min: 1, max: 2 }) }), {
    maxLength: 3,
  }),
});

const history = fc
  .array(purchase, { maxLength: 12 })
  .map((purchases) =>
    purchases.flatMap(({ returns, ...facts }, index) => [
      factOf(bought({ ...facts, purchase: `p${index}` })),
      ...returns.map((back, at) =>
        factOf(returned({ ...facts, ...back, purchase: `p${index}`, return: `r${index}.${at}` })),
      ),
    ]),
  );

const told = history.chain((facts) =>
  fc.record({
    facts: fc.constant(facts),
    heard: fc.shuffledSubarray([...facts, ...facts], { minLength: 2 * facts.length }),
    batchSize: fc.integer({ min: 1, max: 8 }),
  }),
);

describe('boards', () => {
  it('are the same for any order, repetition and batching of the facts', () => {
    fc.assert(
      fc.property(told, ({ facts, heard, batchSize }) => {
        for (const target of boards) {
          expect(countedLines(target, heard, batchSize)).toEqual(
            countedLines(target, facts, facts.length + 1),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
