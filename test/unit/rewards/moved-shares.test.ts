/** Where what a merged member's purchase gave is found: all of it once, the older lots first. */
import { describe, expect, it } from 'vitest';
import type { LotId } from '../../../shared/values/ids.js';
import { movedShares } from '../../../subgraphs/rewards/returns/moved-shares.js';
import { lot, PARTNER } from './facts.js';

const id = (name: string) => name as LotId;
const made = [
  { rootLotId: id('own'), lotId: id('first') },
  { rootLotId: id('own'), lotId: id('second') },
];
const share = (points: bigint) => [{ lotId: id('own'), points }];

describe('what a purchase gave, after its buyer was merged', () => {
  it('is asked of the lots that its own became, the older first', () => {
    const lots = [lot('first', { remaining: 4n }), lot('second')];
    expect(movedShares(share(6n), { made, lots, lapsed: [] })).toEqual({
      own: [
        { lotId: 'first', points: 4n },
        { lotId: 'second', points: 2n },
      ],
      lapsed: [],
    });
  });

  it('is asked of nothing that is held or of other lots, and is missing where it was spent', () => {
    const lots = [lot('first', { held: 10n }), lot('stranger')];
    expect(movedShares(share(6n), { made, lots, lapsed: [] })).toEqual({
      own: [{ lotId: 'own', points: 6n }],
      lapsed: [],
    });
  });

  it('is covered by what lapsed before, beyond what is there', () => {
    const lots = [lot('first', { remaining: 1n })];
    const lapsed = [{ ...lot('own', { remaining: 0n }), lapsed: 3n }];
    expect(movedShares(share(6n), { made, lots, lapsed })).toEqual({
      own: [
        { lotId: 'first', points: 1n },
        { lotId: 'own', points: 2n },
      ],
      lapsed: [{ lotId: 'own', issuerPartnerId: PARTNER, points: 3n }],
    });
  });
});
