/** Households through the graph: who opens one, who may draw how much, who leaves, and what the others hear. */
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

describe('a household', () => {
  it('is opened by a member for herself, who owns it and sits in it alone', async () => {
    const memberId = await kit.member();
    const opened = await kit.act(memberCaller(memberId), 'openHousehold', { name: '  Home ' });
    const { household } = opened;
    expect(household).toMatchObject({ name: 'Home', members: [{ isOwner: true, member: { id: memberId } }] });
    expect(await kit.lastTold('members.household-changed.1')).toMatchObject({
      key: household.id,
      data: { householdId: household.id, version: 1, members: [{ memberId, monthlyDrawLimit: null }] },
    });
  });

  it('is opened by an operator for a member', async () => {
    const memberId = await kit.member();
    const opened = await kit.act(operator, 'openHousehold', { name: 'Home', memberId });
    expect(opened.__typename).toBe('HouseholdOpened');
  });

  it('is one for each member, also when two are opened at once', async () => {
    const memberId = await kit.member();
    const open = () => kit.act(memberCaller(memberId), 'openHousehold', { name: 'Home' });
    const kinds = (await Promise.all([open(), open(), open()])).map(({ __typename }) => __typename);
    expect(kinds.sort()).toEqual(['AlreadyInHousehold', 'AlreadyInHousehold', 'HouseholdOpened']);
  });

  it('opened again with the same key is the same one, and with another name is refused', async () => {
    const caller = memberCaller(await kit.member());
    const input = { idempotencyKey: v7(), name: 'Home' };
    const first = await kit.act(caller, 'openHousehold', input);
    const again = await kit.act(caller, 'openHousehold', input);
    expect(again).toMatchObject({ replayed: true, household: { id: first.household.id } });
    const other = await kit.act(caller, 'openHousehold', { ...input, name: 'Den' });
    expect(other.__typename).toBe('KeyReused');
  });

  it('is for persons who are there and were not merged', async () => {
    const open = (memberId: string) => kit.act(operator, 'openHousehold', { name: 'Home', memberId });
    const [gone, stayed] = [await kit.member(), await kit.member()];
    await kit.merge(gone, stayed);
    expect((await open(v7())).__typename).toBe('MemberNotFound');
    expect((await open('no-id')).__typename).toBe('MemberNotFound');
    expect((await open(gone)).__typename).toBe('MemberMerged');
    expect((await open(await kit.organisation())).__typename).toBe('MemberIsOrganisation');
    const foreign = await kit.act(memberCaller(), 'openHousehold', { name: 'Home', memberId: stayed });
    expect(foreign.__typename).toBe('MemberNotFound');
  });

  it.each([
    ['a stranger', anonymous, 'UNAUTHENTICATED'],
    ['a till', partnerCaller(), 'FORBIDDEN'],
    ['an auditor', auditor, 'FORBIDDEN'],
  ])('is not opened, changed or left by %s', async (_who, caller, code) => {
    const ids = { householdId: v7(), memberId: v7() };
    expect(await kit.turnedAway(caller, 'openHousehold', { name: 'Home' })).toBe(code);
    expect(await kit.turnedAway(caller, 'setHouseholdDrawLimit', ids)).toBe(code);
    expect(await kit.turnedAway(caller, 'leaveHousehold', ids)).toBe(code);
  });

  it('has a name on one line', async () => {
    const caller = memberCaller(await kit.member());
    for (const name of ['', ' ', 'a\nb', 'a\u202eb', 'a'.repeat(61)]) {
      expect(await kit.turnedAway(caller, 'openHousehold', { name })).toBe('BAD_USER_INPUT');
    }
  });

  it('is seen by its members, operators and auditors, and shows nobody’s phone', async () => {
    const ownerId = await kit.member();
    const householdId = await kit.household(ownerId);
    const memberId = await kit.joined(householdId);
    const SEE = 'household { id members { member { id phone publicName { text } } } invitations { id } }';
    const seen = await kit.see(memberCaller(memberId), ownerId, SEE);
    expect(seen.household.members).toMatchObject([
      { member: { id: ownerId, phone: null } },
      { member: { id: memberId, phone: expect.any(String) } },
    ]);
    for (const caller of [operator, auditor])
      expect((await kit.see(caller, ownerId, SEE)).household.id).toBe(householdId);
    for (const caller of [anonymous, memberCaller(await kit.member()), partnerCaller()])
      expect((await kit.see(caller, ownerId, SEE)).household).toBeNull();
  });
});

describe('what a member may draw', () => {
  it('is set by the owner and by operators, and told with a higher version', async () => {
    const ownerId = await kit.member();
    const householdId = await kit.household(ownerId);
    const memberId = await kit.joined(householdId, '300');
    const set = (
      caller: typeof operator | ReturnType<typeof memberCaller>,
      monthlyDrawLimit: string | null,
    ) => kit.act(caller, 'setHouseholdDrawLimit', { householdId, memberId, monthlyDrawLimit });
    const limited = await set(memberCaller(ownerId), '0');
    expect(limited.household.members[1].monthlyDrawLimit).toBe('0');
    expect((await kit.lastTold('members.household-changed.1')).data).toMatchObject({
      version: 3,
      members: [{ memberId: ownerId }, { memberId, monthlyDrawLimit: '0' }],
    });
    expect((await set(operator, null)).household.members[1].monthlyDrawLimit).toBeNull();
  });

  it('is not set by another member, for a stranger, beyond what can be, or in no household', async () => {
    const ownerId = await kit.member();
    const householdId = await kit.household(ownerId);
    const memberId = await kit.joined(householdId);
    const set = async (caller: Parameters<typeof kit.act>[0], wrong: Record<string, unknown>) =>
      (await kit.act(caller, 'setHouseholdDrawLimit', { householdId, memberId, ...wrong })).__typename;
    const owner = memberCaller(ownerId);
    expect(await set(memberCaller(memberId), {})).toBe('NotHouseholdOwner');
    expect(await set(memberCaller(), {})).toBe('HouseholdNotFound');
    expect(await set(owner, { householdId: v7() })).toBe('HouseholdNotFound');
    expect(await set(owner, { householdId: 'none' })).toBe('HouseholdNotFound');
    expect(await set(owner, { memberId: v7() })).toBe('HouseholdMemberNotFound');
    for (const monthlyDrawLimit of ['-1', '1000000000001', '9'.repeat(30)])
      expect(await set(owner, { monthlyDrawLimit })).toBe('LimitNotValid');
    const idempotencyKey = v7();
    expect(await set(owner, { idempotencyKey, monthlyDrawLimit: '5' })).toBe('HouseholdDrawLimitSet');
    expect(await set(owner, { idempotencyKey, monthlyDrawLimit: '6' })).toBe('KeyReused');
  });
});

describe('leaving', () => {
  it('by the owner makes the longest-standing member the owner', async () => {
    const ownerId = await kit.member();
    const householdId = await kit.household(ownerId);
    const heirId = await kit.joined(householdId);
    kit.world.clock.moveMinutes(1);
    await kit.joined(householdId);
    const left = await kit.act(memberCaller(ownerId), 'leaveHousehold', { householdId });
    expect(left).toMatchObject({ __typename: 'HouseholdLeft', isClosed: false });
    const { household } = await kit.see(operator, heirId, 'household { members { isOwner member { id } } }');
    expect(household.members[0]).toEqual({ isOwner: true, member: { id: heirId } });
    expect(await kit.see(operator, ownerId, 'household { id }')).toEqual({ household: null });
  });

  it('by the last one closes the household, tells that nobody is in it, and withdraws its invitations', async () => {
    const ownerId = await kit.member();
    const householdId = await kit.household(ownerId);
    const invitedId = await kit.member();
    const invitationId = await kit.invitation(householdId, invitedId);
    const input = { idempotencyKey: v7(), householdId };
    expect((await kit.act(memberCaller(ownerId), 'leaveHousehold', input)).isClosed).toBe(true);
    expect((await kit.lastTold('members.household-changed.1')).data).toMatchObject({
      version: 2,
      members: [],
    });
    const late = { invitationId, isAccepted: true };
    expect(await kit.act(memberCaller(invitedId), 'answerHouseholdInvitation', late)).toMatchObject({
      __typename: 'InvitationNotOpen',
      state: 'WITHDRAWN',
    });
    expect(await kit.act(memberCaller(ownerId), 'leaveHousehold', input)).toMatchObject({ replayed: true });
    expect((await kit.act(operator, 'openHousehold', { name: 'New', memberId: ownerId })).__typename).toBe(
      'HouseholdOpened',
    );
  });

  it('is decided by the owner and operators for others, and by nobody else', async () => {
    const ownerId = await kit.member();
    const householdId = await kit.household(ownerId);
    const [memberId, otherId] = [await kit.joined(householdId), await kit.joined(householdId)];
    const remove = async (caller: Parameters<typeof kit.act>[0], wrong = {}) =>
      (await kit.act(caller, 'leaveHousehold', { householdId, memberId, ...wrong })).__typename;
    expect(await remove(memberCaller(otherId))).toBe('NotHouseholdOwner');
    expect(await remove(memberCaller())).toBe('HouseholdNotFound');
    expect(await remove(operator, { memberId: v7() })).toBe('HouseholdMemberNotFound');
    expect(await remove(operator, { memberId: null })).toBe('HouseholdMemberNotFound');
    expect(await remove(operator, { householdId: v7() })).toBe('HouseholdNotFound');
    const idempotencyKey = v7();
    expect(await remove(memberCaller(ownerId), { idempotencyKey })).toBe('HouseholdLeft');
    expect(await remove(memberCaller(ownerId), { idempotencyKey, memberId: otherId })).toBe('KeyReused');
    expect(await remove(operator, { memberId: otherId })).toBe('HouseholdLeft');
  });

  it('of two members at once leaves each out once', async () => {
    const householdId = await kit.household(await kit.member());
    const [a, b] = [await kit.joined(householdId), await kit.joined(householdId)];
    const leave = (id: string) => kit.act(memberCaller(id), 'leaveHousehold', { householdId });
    const kinds = (await Promise.all([leave(a), leave(b), leave(a)])).map(({ __typename }) => __typename);
    expect(kinds.filter((kind) => kind === 'HouseholdLeft')).toHaveLength(2);
    expect((await kit.lastTold('members.household-changed.1')).data.members).toHaveLength(1);
  });
});
