/** Merges through the graph: what leads to the target afterwards, what goes back, and what is kept of it. */
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersSubgraph } from '../../../subgraphs/members/subgraph.js';
import { anonymous, auditor, memberCaller, operator, partnerCaller } from '../../world/callers.js';
import { openSubgraphWorld } from '../../world/subgraph-world.js';
import { MembersKit } from './members-kit.js';

let kit: MembersKit;

beforeAll(async () => {
  kit = new MembersKit(await openSubgraphWorld(membersSubgraph));
});
afterAll(() => kit.world.close());

const merge = (sourceMemberId: string, targetMemberId: string, more = {}) =>
  kit.act(operator, 'mergeMembers', { sourceMemberId, targetMemberId, reason: 'two phones', ...more });
const unmerge = (mergeId: string, more = {}) =>
  kit.act(operator, 'unmergeMembers', { mergeId, reason: 'two sisters', ...more });

const pair = async () => [await kit.member(), await kit.member()] as const;

describe('a merge', () => {
  it('makes the cards and the phone of the source lead to the target', async () => {
    const phone = kit.freshPhone();
    const [source, target] = [await kit.member(phone), await kit.member()];
    const cardNumber = await kit.card(source);
    const { id: mergeId } = (await merge(source, target)).merge;
    expect(await kit.found({ cardNumber })).toBe(target);
    expect(await kit.found({ phone })).toBe(target);
    expect(await kit.see(operator, target, 'cards { number }')).toEqual({ cards: [{ number: cardNumber }] });
    expect(await kit.see(operator, source, 'mergedInto { id } cards { number }')).toEqual({
      mergedInto: { id: target },
      cards: [],
    });
    const told = await kit.lastTold('members.members-merged.1');
    expect(told).toMatchObject({
      key: target,
      data: { mergeId, sourceMemberId: source, targetMemberId: target, cardNumbers: [cardNumber] },
    });
  });

  it('leaves nobody to enrol anew or to give a card to', async () => {
    const phone = kit.freshPhone();
    const [source, target] = [await kit.member(phone), await kit.member()];
    await kit.merge(source, target);
    expect(await kit.act(operator, 'enrolMember', { phone })).toMatchObject({
      __typename: 'PhoneAlreadyEnrolled',
      member: { id: target },
    });
    expect(await kit.act(operator, 'issueCard', { memberId: source })).toMatchObject({
      mergedIntoId: target,
    });
  });

  it('keeps who did it and why, for operators and auditors', async () => {
    const [source, target] = await pair();
    const merged = await merge(source, target);
    expect(merged.merge).toMatchObject({ reason: 'two phones', mergedBy: 'operator:olga', undoneBy: null });
    const SEE = 'merges { reason mergedAt source { id } target { id } }';
    for (const caller of [operator, auditor])
      for (const id of [source, target])
        expect((await kit.see(caller, id, SEE)).merges).toMatchObject([{ reason: 'two phones' }]);
    for (const caller of [anonymous, memberCaller(target), partnerCaller()])
      expect((await kit.see(caller, target, SEE)).merges).toBeNull();
    expect((await kit.see(anonymous, source, 'mergedInto { id }')).mergedInto).toBeNull();
    expect((await kit.see(memberCaller(source), source, 'mergedInto { id }')).mergedInto).toEqual({
      id: target,
    });
  });

  it('is refused where it cannot be', async () => {
    const [gone, stayed] = await pair();
    await kit.merge(gone, stayed);
    const other = await kit.member();
    const kind = async (...args: Parameters<typeof merge>) => (await merge(...args)).__typename;
    expect(await kind(other, other)).toBe('MergeOfOneMember');
    expect(await kind(v7(), other)).toBe('MemberNotFound');
    expect(await kind(other, v7())).toBe('MemberNotFound');
    expect(await kind(other, 'no-id')).toBe('MemberNotFound');
    expect(await merge(gone, other)).toMatchObject({ memberId: gone, mergedIntoId: stayed });
    expect(await merge(other, gone)).toMatchObject({ memberId: gone, mergedIntoId: stayed });
    expect(await kind(other, await kit.organisation())).toBe('MemberKindsDiffer');
    expect(await kind(await kit.organisation(), other)).toBe('MemberKindsDiffer');
    await Promise.all([other, stayed].map((id) => kit.household(id)));
    expect(await kind(other, stayed)).toBe('HouseholdsDiffer');
  });

  it('sent again with its key is the same one, and with another reason is refused', async () => {
    const [source, target] = await pair();
    const idempotencyKey = v7();
    const first = await merge(source, target, { idempotencyKey });
    const again = await merge(source, target, { idempotencyKey });
    expect(again).toMatchObject({ replayed: true, merge: { id: first.merge.id } });
    const other = await merge(source, target, { idempotencyKey, reason: 'a guess' });
    expect(other.__typename).toBe('KeyReused');
  });

  it('of two members into each other at once is one of the two', async () => {
    const [a, b] = await pair();
    const both = await Promise.all([merge(a, b), merge(b, a)]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['MemberMerged', 'MembersMerged']);
  });

  it.each([
    ['a stranger', anonymous, 'UNAUTHENTICATED'],
    ['a member', memberCaller(), 'FORBIDDEN'],
    ['a till', partnerCaller(), 'FORBIDDEN'],
    ['an auditor', auditor, 'FORBIDDEN'],
  ])('is neither made nor undone by %s', async (_who, caller, code) => {
    const ids = { sourceMemberId: v7(), targetMemberId: v7() };
    expect(await kit.turnedAway(caller, 'mergeMembers', { ...ids, reason: 'x' })).toBe(code);
    expect(await kit.turnedAway(caller, 'unmergeMembers', { mergeId: v7(), reason: 'x' })).toBe(code);
  });

  it('needs a reason, as does its undoing', async () => {
    const ids = { sourceMemberId: v7(), targetMemberId: v7() };
    expect(await kit.turnedAway(operator, 'mergeMembers', { ...ids, reason: ' ' })).toBe('BAD_USER_INPUT');
    const undoing = { mergeId: v7(), reason: '' };
    expect(await kit.turnedAway(operator, 'unmergeMembers', undoing)).toBe('BAD_USER_INPUT');
  });
});

describe('a merge of members who pool', () => {
  const SEATS = 'household { id members { isOwner monthlyDrawLimit member { id } } }';

  it('gives the target the seat of the source, and its undoing gives it back', async () => {
    const [source, target] = await pair();
    const householdId = await kit.household(source);
    await kit.invitation(householdId, target);
    const elsewhere = await kit.invitation(await kit.household(await kit.member()), target);
    const merged = await merge(source, target);
    expect(await kit.see(operator, target, 'householdInvitations { id }')).toEqual({
      householdInvitations: [{ id: elsewhere }],
    });
    expect((await kit.see(operator, target, SEATS)).household).toMatchObject({
      id: householdId,
      members: [{ isOwner: true, member: { id: target } }],
    });
    expect((await kit.see(operator, source, SEATS)).household).toBeNull();
    expect((await kit.lastTold('members.household-changed.1')).data).toMatchObject({
      version: 2,
      members: [{ memberId: target }],
    });
    await unmerge(merged.merge.id);
    expect((await kit.see(operator, source, SEATS)).household).toMatchObject({
      members: [{ isOwner: true }],
    });
    expect((await kit.see(operator, target, SEATS)).household).toBeNull();
  });

  it('joins two seats of one household to the tighter limit', async () => {
    const householdId = await kit.household(await kit.member());
    const [source, target] = [await kit.joined(householdId, '100'), await kit.joined(householdId)];
    const merged = await merge(source, target);
    const { members } = (await kit.see(operator, target, SEATS)).household;
    expect(members).toMatchObject([{ isOwner: true }, { monthlyDrawLimit: '100', member: { id: target } }]);
    await unmerge(merged.merge.id);
    expect((await kit.see(operator, source, SEATS)).household).toBeNull();
  });

  it('gives no seat back that the target left since', async () => {
    const [source, target] = await pair();
    const householdId = await kit.household(source);
    const merged = await merge(source, target);
    await kit.act(memberCaller(target), 'leaveHousehold', { householdId });
    await unmerge(merged.merge.id);
    expect((await kit.see(operator, source, SEATS)).household).toBeNull();
  });
});

describe('a merge of firms', () => {
  it('moves the buyers with their cards, there and back', async () => {
    const [source, target] = [await kit.organisation(), await kit.organisation()];
    const { id: buyerId, card } = await kit.buyer(source);
    const BUYERS = 'organisation { buyers { id } }';
    const merged = await merge(source, target);
    expect((await kit.see(operator, target, BUYERS)).organisation.buyers).toEqual([{ id: buyerId }]);
    expect(await kit.lastTold('members.buyer-changed.1')).toMatchObject({
      key: target,
      data: { buyerId, memberId: target, version: 2 },
    });
    expect((await kit.act(operator, 'setBuyerLimit', { buyerId })).__typename).toBe('BuyerLimitSet');
    await unmerge(merged.merge.id);
    expect(await kit.found({ cardNumber: card.number })).toBe(source);
    expect(await kit.lastTold('members.buyer-changed.1')).toMatchObject({
      key: source,
      data: { buyerId, memberId: source, version: 4 },
    });
  });
});

describe('the undoing of a merge', () => {
  it('gives back the cards that came by it and no others, and says why', async () => {
    const phone = kit.freshPhone();
    const [source, target] = [await kit.member(phone), await kit.member()];
    const [came, own] = [await kit.card(source), await kit.card(target)];
    const merged = await merge(source, target);
    const later = await kit.card(target);
    const idempotencyKey = v7();
    const undone = await unmerge(merged.merge.id, { idempotencyKey });
    expect(undone.merge).toMatchObject({
      undoneBy: 'operator:olga',
      undoReason: 'two sisters',
      source: { mergedInto: null },
    });
    expect(await kit.found({ cardNumber: came })).toBe(source);
    expect(await kit.found({ cardNumber: own })).toBe(target);
    expect(await kit.found({ cardNumber: later })).toBe(target);
    expect(await kit.found({ phone })).toBe(source);
    expect(await kit.lastTold('members.members-unmerged.1')).toMatchObject({
      key: target,
      data: { mergeId: merged.merge.id, sourceMemberId: source, targetMemberId: target, cardNumbers: [came] },
    });
    expect((await unmerge(merged.merge.id, { idempotencyKey })).replayed).toBe(true);
    expect((await unmerge(merged.merge.id, { idempotencyKey, reason: 'x' })).__typename).toBe('KeyReused');
    expect((await kit.act(operator, 'issueCard', { memberId: source })).__typename).toBe('CardIssued');
  });

  it('is refused for no merge and for one that was undone, also at once', async () => {
    const mergeId = await kit.merge(...(await pair()));
    expect((await unmerge(v7())).__typename).toBe('MergeNotFound');
    expect((await unmerge('no-id')).__typename).toBe('MergeNotFound');
    const both = await Promise.all([unmerge(mergeId), unmerge(mergeId)]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual([
      'MembersUnmerged',
      'MergeAlreadyUndone',
    ]);
  });

  it('of merges that stand on each other goes from the last one back', async () => {
    const phone = kit.freshPhone();
    const [first, second, third] = [await kit.member(phone), ...(await pair())];
    const cardNumber = await kit.card(first);
    const [lower, upper] = [await kit.merge(first, second), await kit.merge(second, third)];
    expect(await kit.found({ cardNumber })).toBe(third);
    expect(await kit.found({ phone })).toBe(third);
    expect(await unmerge(lower)).toMatchObject({ memberId: second, mergedIntoId: third });
    await unmerge(upper);
    expect(await kit.found({ cardNumber })).toBe(second);
    await unmerge(lower);
    expect([await kit.found({ cardNumber }), await kit.found({ phone })]).toEqual([first, first]);
  });

  it('lets the two be merged again, the other way round', async () => {
    const [source, target] = await pair();
    await unmerge(await kit.merge(source, target));
    expect((await merge(target, source)).__typename).toBe('MembersMerged');
    expect((await kit.see(auditor, source, 'merges { id }')).merges).toHaveLength(2);
  });
});

describe('what was merged', () => {
  it('cannot be deleted by the subgraph itself', async () => {
    await expect(kit.world.database.query('delete from member_merge')).rejects.toThrow(/permission denied/);
  });
});
