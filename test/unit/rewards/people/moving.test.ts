/** What a merge of members does to their points: moved by compensation, with nothing made and nothing lost. */
import { describe, expect, it } from 'vitest';
import type { AgreementId, EntryId, LotId, MemberId } from '../../../../shared/values/ids.js';
import {
  type MovableLot,
  type MovableWallet,
  moveEntries,
} from '../../../../subgraphs/rewards/ledger/moving.js';
import { lot, NOW } from '../facts.js';

const FROM = 'from' as MemberId;
const TO = 'to' as MemberId;

const facts = {
  kind: 'MERGE',
  rule: 'MEMBERS_MERGED',
  causeId: 'merge',
  from: { memberId: FROM, entryId: 'out' as EntryId, sequence: 1n },
  to: { memberId: TO, entryId: 'in' as EntryId, sequence: 2n },
  termsVersion: 1,
  now: NOW,
} as const;

function movable(id: string, changes: Partial<MovableLot> = {}): MovableLot {
  const origin = { rule: 'BASE_RATE', agreementId: 'agreement' as AgreementId, purchaseId: null };
  return { ...lot(id), ...origin, fundingMinorPerThousand: 1000n, ...changes };
}

function wallet(debt: bigint, lots: readonly MovableLot[] = []): MovableWallet {
  return { unit: 'PTS', debt, lots };
}

const moved = (from: MovableLot, into: string, points = from.remaining) => ({
  lot: from,
  points,
  into: { lotId: into as LotId, isNew: true },
});

function sumOf(
  entry: { readonly postings: readonly { readonly account: string; readonly amount: bigint }[] },
  account: string,
) {
  return entry.postings.filter((leg) => leg.account === account).reduce((sum, leg) => sum + leg.amount, 0n);
}

describe('a merge', () => {
  it('of members with nothing posts nothing', () => {
    expect(moveEntries([{ unit: 'PTS', lots: [], debt: 0n, target: wallet(0n) }], facts)).toBeNull();
  });

  it('gives the target lots of the same issuer, life and funding', () => {
    const source = movable('a', { expiresAt: null });
    const entries = moveEntries(
      [{ unit: 'PTS', lots: [moved(source, 'new')], debt: 0n, target: wallet(0n) }],
      facts,
    );
    expect(entries?.[0]).toMatchObject({ memberId: FROM, lotChanges: [{ lotId: 'a', remaining: -10n }] });
    expect(entries?.[1]).toMatchObject({
      memberId: TO,
      partnerId: null,
      newLots: [
        { id: 'new', original: 10n, remaining: 10n, expiresAt: null, fundingMinorPerThousand: 1000n },
      ],
    });
  });

  it('leaves nothing on its way', () => {
    const lots = [moved(movable('a'), 'n1'), moved(movable('b'), 'n2', 4n)];
    const entries = moveEntries([{ unit: 'PTS', lots, debt: 3n, target: wallet(5n) }], facts);
    const onItsWay = entries?.map((entry) => sumOf(entry, 'transit')) ?? [];
    expect(onItsWay[0]).toBe(11n);
    expect(onItsWay.reduce((sum, amount) => sum + amount, 0n)).toBe(0n);
  });

  it('pays at once what the target owes, and what comes over as a debt', () => {
    const lots = [moved(movable('a'), 'n1')];
    const entries = moveEntries([{ unit: 'PTS', lots, debt: 0n, target: wallet(4n) }], facts);
    expect(entries?.[1]).toMatchObject({ newLots: [{ remaining: 6n }], debtChanges: [{ points: -4n }] });
    const owing = moveEntries(
      [{ unit: 'PTS', lots: [], debt: 7n, target: wallet(0n, [movable('mine')]) }],
      facts,
    );
    expect(owing?.[0]).toMatchObject({ debtChanges: [{ points: -7n }] });
    expect(owing?.[1]).toMatchObject({ lotChanges: [{ lotId: 'mine', remaining: -7n }], debtChanges: [] });
  });

  it('does not let pending points pay', () => {
    const pending = movable('a', { activatesAt: new Date('2027-01-01T00:00:00Z') });
    const entries = moveEntries(
      [{ unit: 'PTS', lots: [moved(pending, 'n')], debt: 0n, target: wallet(4n) }],
      facts,
    );
    expect(entries?.[1]).toMatchObject({ newLots: [{ remaining: 10n }], debtChanges: [] });
  });

  it('that is undone puts what is left back into the lots that it came from', () => {
    const back = {
      ...moved(movable('n', { remaining: 6n }), 'a', 6n),
      into: { lotId: 'a' as LotId, isNew: false },
    };
    const undone = { ...facts, kind: 'UNMERGE' } as const;
    const entries = moveEntries([{ unit: 'PTS', lots: [back], debt: 0n, target: wallet(0n) }], undone);
    expect(entries?.[1]).toMatchObject({
      kind: 'UNMERGE',
      newLots: [],
      lotChanges: [{ lotId: 'a', remaining: 6n }],
    });
  });
});
