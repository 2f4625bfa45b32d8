/** Sentences of an entry's reasons: known rules by their figures, unknown ones by their facts, never none. */
import { describe, expect, it } from 'vitest';
import { entryKinds } from '../../../subgraphs/rewards/ledger/entry.js';
import { explain } from '../../../subgraphs/rewards/proof/explaining.js';

const nothing = { cause: {}, reasons: [], debts: [] };

describe('an explanation', () => {
  it.each(entryKinds)('begins with what happened: %s', (kind) => {
    const [first] = explain({ ...nothing, kind });
    expect(first).toMatchObject({ rule: kind, explanation: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('tells a rule that it does not know by its name and its facts', () => {
    const reasons = [{ rule: 'FULL_MOON', facts: { phase: '100', factor: '2' } }];
    expect(explain({ ...nothing, kind: 'EARN', reasons })[1]).toEqual({
      rule: 'FULL_MOON',
      explanation: 'The rule FULL_MOON applied, with phase 100, factor 2.',
      facts: [
        { name: 'phase', value: '100' },
        { name: 'factor', value: '2' },
      ],
    });
  });

  it('takes no rule for a property of every object', () => {
    const reasons = [{ rule: 'constructor', facts: {} }];
    expect(explain({ ...nothing, kind: 'EARN', reasons })[1]?.explanation).toBe(
      'The rule constructor applied.',
    );
  });

  it('says what a cap left, and what a debt took', () => {
    const facts = { unit: 'PTS', asked: '100', granted: '40' };
    const explained = explain({
      kind: 'EARN',
      cause: { receiptNumber: '4711', totalMinor: '10000', currency: 'EUR' },
      reasons: [{ rule: 'BALANCE_CAP', facts }],
      debts: [
        { unit: 'PTS', points: 15n },
        { unit: 'TIER', points: 0n },
      ],
    });
    expect(explained.map(({ rule, explanation }) => `${rule}: ${explanation}`)).toEqual([
      'EARN: Receipt 4711 of 10000 minor units of EUR was recorded.',
      'BALANCE_CAP: The wallet holds no more: 40 of 100 PTS went into it.',
      'DEBT_PAID: 15 PTS paid for what an earlier return took back and was spent already.',
    ]);
  });
});
