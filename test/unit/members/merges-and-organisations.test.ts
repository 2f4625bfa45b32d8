/** Which members may become one, which merge may be undone, and what may change of a buyer: without a database. */
import { describe, expect, it } from 'vitest';
import { type Merge, mergeable, unmergeable } from '../../../subgraphs/members/merging/merge.js';
import {
  BUYERS_PER_ORGANISATION_MAX,
  type Buyer,
  changedBuyer,
  referenceOf,
  withRoomForBuyer,
} from '../../../subgraphs/members/organisations/organisation.js';
import { actingPerson, type MemberFacts } from '../../../subgraphs/members/standing/member-standing.js';

const person = (id: string, mergedIntoId: string | null = null): MemberFacts => ({
  id,
  kind: 'PERSON',
  mergedIntoId,
});
const firm = (id: string): MemberFacts => ({ id, kind: 'ORGANISATION', mergedIntoId: null });

describe('two members', () => {
  it.each<[string, (MemberFacts | null)[], string | null]>([
    ['who are persons', [person('s'), person('t')], null],
    ['who are firms', [firm('s'), firm('t')], null],
    ['of whom the source is nobody', [null, person('t')], 'MemberNotFound'],
    ['of whom the target is nobody', [person('s'), null], 'MemberNotFound'],
    ['of whom the source went elsewhere', [person('s', 'x'), person('t')], 'MemberMerged'],
    ['of whom the target went elsewhere', [person('s'), person('t', 'x')], 'MemberMerged'],
    ['of two kinds', [firm('s'), person('t')], 'MemberKindsDiffer'],
  ])('%s', (_who, members, refusal) => {
    const decided = mergeable({ sourceMemberId: 's', targetMemberId: 't' }, members);
    expect(decided.ok ? null : decided.refusal.kind).toBe(refusal);
  });

  it('are two, however an id is written', () => {
    const decided = mergeable({ sourceMemberId: 'ab', targetMemberId: 'AB' }, [person('ab'), null]);
    expect(decided).toMatchObject({ refusal: { kind: 'MergeOfOneMember' } });
  });
});

describe('a merge', () => {
  const merge: Merge = {
    id: 'm',
    sourceMemberId: 's',
    targetMemberId: 't',
    reason: 'one person',
    mergedAt: new Date(0),
    mergedBy: 'operator:olga',
    cardNumbers: [],
    seatHouseholdId: null,
    undoneAt: null,
    undoneBy: null,
    undoReason: null,
  };

  it.each<[string, Merge | null, MemberFacts, string | null]>([
    ['that holds may be undone', merge, person('t'), null],
    ['that is none may not', null, person('t'), 'MergeNotFound'],
    ['that was undone may not', { ...merge, undoneAt: new Date(1) }, person('t'), 'MergeAlreadyUndone'],
    ['whose target went on may not', merge, person('t', 'x'), 'MemberMerged'],
  ])('%s', (_what, of, target, refusal) => {
    const decided = unmergeable('m', of, target);
    expect(decided.ok ? null : decided.refusal.kind).toBe(refusal);
  });
});

describe('an act for persons', () => {
  it.each<[string, MemberFacts | null, string | null]>([
    ['is done by a person', person('a'), null],
    ['is not by nobody', null, 'MemberNotFound'],
    ['is not by one who was merged', person('a', 'b'), 'MemberMerged'],
    ['is not by a firm', firm('a'), 'MemberIsOrganisation'],
  ])('%s', (_what, member, refusal) => {
    const acting = actingPerson('a', member);
    expect(acting.ok ? null : acting.refusal.kind).toBe(refusal);
  });
});

describe('a firm', () => {
  it('is known by one spelling of its reference', () => {
    expect(referenceOf('hrb  12\u00a034')).toBe('HRB 12 34');
  });

  it('has room for so many buyers', () => {
    expect(withRoomForBuyer(BUYERS_PER_ORGANISATION_MAX - 1).ok).toBe(true);
    expect(withRoomForBuyer(BUYERS_PER_ORGANISATION_MAX)).toMatchObject({
      refusal: { kind: 'BuyerLimitReached' },
    });
  });

  it('has buyers who change by a version, and no more once removed', () => {
    const buyer: Buyer = {
      id: 'b',
      memberId: 'o',
      cardId: 'c',
      cardNumber: '2900000000001',
      label: 'Yard',
      monthlySpendLimit: null,
      isActive: true,
      version: 1,
      addedAt: new Date(0),
    };
    const removed = changedBuyer(buyer, { isActive: false });
    if (!removed.ok) throw new Error('an active buyer may be removed');
    expect(removed.value).toMatchObject({ isActive: false, version: 2 });
    expect(changedBuyer(removed.value, { monthlySpendLimit: 1n })).toMatchObject({
      refusal: { kind: 'BuyerNotActive', buyerId: 'b' },
    });
  });
});
