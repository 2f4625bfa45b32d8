/** The arithmetic of reversals: which points go back, what they are worth, and where they end up. */
import { describe, expect, it } from 'vitest';
import type { CaptureId, HoldId, LotId, PartnerId } from '../../../shared/values/ids.js';
import { leftOf, partBetween } from '../../../subgraphs/rewards/redemptions/hold.js';
import { reversalEntry } from '../../../subgraphs/rewards/reversals/reversal-entry.js';
import {
  type BurnedLot,
  type CapturedPoints,
  decideReversal,
  landingOf,
  type Reversing,
} from '../../../subgraphs/rewards/reversals/reversing.js';
import { agreement, lot, MEMBER, NOW, OTHER_PARTNER, PARTNER, STORE } from './facts.js';

const burned = (id: string, changes: Partial<BurnedLot> = {}): BurnedLot => ({
  ...lot(id, { remaining: 0n }),
  closedAs: null,
  ...changes,
});
const slice = (id: string, issuer: string, points: bigint) => ({
  lotId: id as LotId,
  issuerPartnerId: issuer as PartnerId,
  points,
});

/** Ten points of three lots, of A, of B and of A again, for which the partner was owed 7. */
const capture: CapturedPoints = {
  id: 'capture' as CaptureId,
  holdId: 'hold' as HoldId,
  memberId: MEMBER,
  partnerId: PARTNER,
  storeId: STORE,
  termsVersion: 1,
  agreementId: agreement.id,
  points: 10n,
  amountMinor: 7n,
  currency: 'EUR',
  slices: [slice('1', 'A', 4n), slice('2', 'B', 4n), slice('3', 'A', 2n)],
  lots: [burned('1'), burned('2'), burned('3')],
  reversedPoints: 0n,
};
const request = { captureId: capture.id, points: null, sentBy: PARTNER };

function reversing(points: bigint | null, reversedPoints = 0n): Reversing {
  const decided = decideReversal({ ...request, points }, { ...capture, reversedPoints });
  if (!decided.ok) throw new Error(decided.refusal.kind);
  return decided.value;
}

describe('a reversal', () => {
  it.each([
    ['CaptureNotFound', { points: 0n }, null],
    ['CaptureNotFound', { points: 0n, sentBy: OTHER_PARTNER }, capture],
    ['PointsNotPositive', { points: 0n }, capture],
    ['PointsNotPositive', { points: -1n }, { ...capture, reversedPoints: 10n }],
    ['ReversalExceedsCapture', { points: 11n }, capture],
    ['ReversalExceedsCapture', { points: 7n }, { ...capture, reversedPoints: 4n }],
    ['ReversalExceedsCapture', {}, { ...capture, reversedPoints: 10n }],
  ])('is refused: %s', (kind, asked, found) => {
    expect(decideReversal({ ...request, ...asked }, found)).toMatchObject({ refusal: { kind } });
  });

  it('is of all that is left unless it says how much, and open to an operator', () => {
    expect(reversing(null).points).toBe(10n);
    expect(reversing(null, 4n).points).toBe(6n);
    expect(decideReversal({ ...request, sentBy: null }, capture).ok).toBe(true);
  });

  it('gives back first what was burned last', () => {
    const [first, second] = [reversing(3n), reversing(5n, 3n)];
    expect(first.slices.map(({ lotId, points }) => [lotId, points])).toEqual([
      ['2', 1n],
      ['3', 2n],
    ]);
    expect(second.slices.map(({ lotId, points }) => [lotId, points])).toEqual([
      ['1', 2n],
      ['2', 3n],
    ]);
  });

  it('takes back the money of each issuer, and never more than it was', () => {
    const steps = Array.from({ length: 10 }, (_, done) => reversing(1n, BigInt(done)));
    const backOf = (issuer: string) =>
      steps
        .flatMap(({ obligations }) => obligations)
        .filter(({ issuerPartnerId }) => issuerPartnerId === issuer)
        .reduce<readonly bigint[]>(
          ([points = 0n, minor = 0n], owed) => [points + owed.points, minor + owed.amountMinor],
          [],
        );
    expect(backOf('A')).toEqual([-6n, 4n]);
    expect(backOf('B')).toEqual([-4n, 3n]);
    expect(steps.every(({ amountMinor }) => amountMinor >= 0n)).toBe(true);
  });
});

describe('points that go back', () => {
  it('are usable, lost to time, or pay the debt, and nothing else', () => {
    const lots = [burned('1', { expiresAt: NOW, closedAs: 'EXPIRED' }), burned('2'), burned('3')];
    const of = { ...reversing(null), capture: { ...capture, lots } };
    expect(landingOf(of, 5n, NOW)).toMatchObject({ usable: 1n, expired: 4n, debtPaid: 5n });
    expect(landingOf(of, 0n, NOW)).toMatchObject({ usable: 6n, expired: 4n, debtPaid: 0n });
    expect(landingOf(of, 99n, NOW)).toMatchObject({ usable: 0n, expired: 4n, debtPaid: 6n });
  });

  it('open the lots again that had ended, and only those', () => {
    const lots = [burned('1', { expiresAt: NOW, closedAs: 'EXPIRED' }), burned('2'), burned('3')];
    const { changes } = landingOf({ ...reversing(null), capture: { ...capture, lots } }, 5n, NOW);
    expect(changes).toEqual([
      { lotId: '1', remaining: 4n, held: 0n, reopens: true },
      { lotId: '2', remaining: 0n, held: 0n },
      { lotId: '3', remaining: 1n, held: 0n },
    ]);
  });

  it('are posted with their cause and their reason', () => {
    const of = reversing(3n);
    const ids = { entryId: 'entry' as never, sequence: 9n };
    const entry = reversalEntry({ ids, reversing: of, landing: landingOf(of, 1n, NOW), now: NOW });
    expect(entry).toMatchObject({
      ...{ kind: 'REVERSAL', holdId: 'hold', causeId: 'capture', sequence: 9n },
      debtChanges: [{ unit: 'PTS', points: -1n }],
      reasons: [{ rule: 'CAPTURE_REVERSED', facts: { points: '3', ofPoints: '10', debtPaid: '1' } }],
    });
    const redeemed = entry.postings.find(({ account }) => account.startsWith('redemption:'));
    expect(redeemed?.amount).toBe(-3n);
  });
});

describe('what is left of slices', () => {
  it('begins where captures ended', () => {
    expect(leftOf(capture.slices, 0n)).toEqual(capture.slices);
    expect(leftOf(capture.slices, 5n).map(({ lotId, points }) => [lotId, points])).toEqual([
      ['2', 3n],
      ['3', 2n],
    ]);
    expect(leftOf(capture.slices, 10n)).toEqual([]);
    expect(partBetween(capture.slices, 3n, 3n)).toEqual([]);
  });
});
