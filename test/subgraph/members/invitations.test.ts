/** Invitations through the graph: nobody pools points without having said yes, and seven at most do. */
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUSEHOLD_MEMBERS_MAX } from '../../../subgraphs/members/households/household.js';
import { OPEN_INVITATIONS_MAX } from '../../../subgraphs/members/invitations/invitation.js';
import { membersSubgraph } from '../../../subgraphs/members/subgraph.js';
import { anonymous, auditor, memberCaller, operator, partnerCaller } from '../../world/callers.js';
import { openSubgraphWorld } from '../../world/subgraph-world.js';
import { MembersKit } from './members-kit.js';

let kit: MembersKit;

beforeAll(async () => {
  kit = new MembersKit(await openSubgraphWorld(membersSubgraph));
});
afterAll(() => kit.world.close());

async function home() {
  const ownerId = await kit.member();
  return { ownerId, owner: memberCaller(ownerId), householdId: await kit.household(ownerId) };
}

const answer = (memberId: string, invitationId: string, isAccepted = true) =>
  kit.act(memberCaller(memberId), 'answerHouseholdInvitation', { invitationId, isAccepted });

describe('an invitation', () => {
  it('by card or id shows the invited who asks, and puts nobody in before the yes', async () => {
    const { owner, ownerId, householdId } = await home();
    const memberId = await kit.member();
    const cardNumber = await kit.card(memberId);
    const before = (await kit.world.told('members.household-changed.1')).length;
    const sent = await kit.act(owner, 'inviteToHousehold', {
      householdId,
      cardNumber,
      monthlyDrawLimit: '250',
    });
    const facts = {
      state: 'OPEN',
      monthlyDrawLimit: '250',
      member: { id: memberId },
      owner: { id: ownerId },
    };
    expect(sent.invitation).toMatchObject(facts);
    expect(await kit.world.told('members.household-changed.1')).toHaveLength(before);
    const SEE = 'household { id } householdInvitations { householdName owner { id } }';
    expect(await kit.see(memberCaller(memberId), memberId, SEE)).toEqual({
      household: null,
      householdInvitations: [{ householdName: 'Home', owner: { id: ownerId } }],
    });
    expect((await answer(memberId, sent.invitation.id)).invitation.state).toBe('ACCEPTED');
    const told = (await kit.lastTold('members.household-changed.1')).data;
    expect(told.members).toMatchObject([{ memberId: ownerId }, { memberId, monthlyDrawLimit: '250' }]);
    expect(await kit.see(memberCaller(memberId), memberId, SEE)).toMatchObject({ householdInvitations: [] });
  });

  it('is seen by the invited, operators and auditors alone', async () => {
    const { householdId, owner } = await home();
    const memberId = await kit.member();
    await kit.invitation(householdId, memberId);
    const seen = async (caller: Parameters<typeof kit.see>[0]) =>
      (await kit.see(caller, memberId, 'householdInvitations { id }')).householdInvitations;
    for (const caller of [memberCaller(memberId), operator, auditor])
      expect(await seen(caller)).toHaveLength(1);
    for (const caller of [anonymous, owner, partnerCaller()]) expect(await seen(caller)).toBeNull();
  });

  it('does not say that the invited pools elsewhere; the yes is refused then', async () => {
    const { householdId } = await home();
    const elsewhere = await home();
    const invitationId = await kit.invitation(householdId, elsewhere.ownerId);
    expect((await answer(elsewhere.ownerId, invitationId)).__typename).toBe('AlreadyInHousehold');
    await kit.act(elsewhere.owner, 'leaveHousehold', { householdId: elsewhere.householdId });
    expect((await answer(elsewhere.ownerId, invitationId)).__typename).toBe('HouseholdInvitationAnswered');
  });

  it('is refused to whom cannot be invited', async () => {
    const { owner, ownerId, householdId } = await home();
    const memberId = await kit.joined(householdId);
    const [gone, stayed, waiting] = [await kit.member(), await kit.member(), await kit.member()];
    await kit.merge(gone, stayed);
    const waitingId = await kit.invitation(householdId, waiting);
    const invite = (input: Record<string, unknown>, caller: Parameters<typeof kit.act>[0] = owner) =>
      kit.act(caller, 'inviteToHousehold', { householdId, ...input });
    const kind = async (...args: Parameters<typeof invite>) => (await invite(...args)).__typename;
    expect(await kind({ memberId: v7() })).toBe('MemberNotFound');
    expect(await kind({ memberId: 'no-id' })).toBe('MemberNotFound');
    expect(await kind({ cardNumber: '2900000000001' })).toBe('CardNotFound');
    expect(await invite({ memberId: gone })).toMatchObject({ mergedIntoId: stayed });
    expect(await kind({ memberId: await kit.organisation() })).toBe('MemberIsOrganisation');
    expect(await kind({ memberId: ownerId })).toBe('AlreadyInHousehold');
    expect(await invite({ memberId: waiting })).toMatchObject({ invitationId: waitingId });
    expect(await kind({ memberId: stayed, monthlyDrawLimit: '-1' })).toBe('LimitNotValid');
    expect(await kind({ memberId: stayed, householdId: v7() })).toBe('HouseholdNotFound');
    expect(await kind({ memberId: stayed }, memberCaller(memberId))).toBe('NotHouseholdOwner');
    expect(await kind({ memberId: stayed }, memberCaller())).toBe('HouseholdNotFound');
  });

  it('names exactly one of member and card, and a card that can be one', async () => {
    const { owner, householdId } = await home();
    for (const whom of [{}, { memberId: v7(), cardNumber: '2900000000001' }, { cardNumber: '2900000000002' }])
      expect(await kit.turnedAway(owner, 'inviteToHousehold', { householdId, ...whom })).toBe(
        'BAD_USER_INPUT',
      );
  });

  it('sent twice with one key is one, with another limit is refused, and at once is one', async () => {
    const { owner, householdId } = await home();
    const input = { idempotencyKey: v7(), householdId, memberId: await kit.member() };
    const sent = await Promise.all([1, 2].map(() => kit.act(owner, 'inviteToHousehold', input)));
    expect(sent.map(({ replayed }) => replayed).sort()).toEqual([false, true]);
    const other = await kit.act(owner, 'inviteToHousehold', { ...input, monthlyDrawLimit: '1' });
    expect(other.__typename).toBe('KeyReused');
  });

  it('is one of so many that may wait', async () => {
    const { owner, householdId } = await home();
    for (let sent = 0; sent < OPEN_INVITATIONS_MAX; sent += 1)
      await kit.invitation(householdId, await kit.member());
    const more = await kit.act(owner, 'inviteToHousehold', { householdId, memberId: await kit.member() });
    expect(more).toMatchObject({ __typename: 'InvitationLimitReached', limit: OPEN_INVITATIONS_MAX });
  });

  it.each([
    ['a stranger', anonymous, 'UNAUTHENTICATED'],
    ['a till', partnerCaller(), 'FORBIDDEN'],
    ['an auditor', auditor, 'FORBIDDEN'],
  ])('is not sent, answered or withdrawn by %s', async (_who, caller, code) => {
    const sent = { householdId: v7(), memberId: v7() };
    expect(await kit.turnedAway(caller, 'inviteToHousehold', sent)).toBe(code);
    const answered = { invitationId: v7(), isAccepted: true };
    expect(await kit.turnedAway(caller, 'answerHouseholdInvitation', answered)).toBe(code);
    expect(await kit.turnedAway(caller, 'withdrawHouseholdInvitation', { invitationId: v7() })).toBe(code);
  });
});

describe('an answer', () => {
  it('is the invited member’s own', async () => {
    const { householdId, ownerId } = await home();
    const memberId = await kit.member();
    const invitationId = await kit.invitation(householdId, memberId);
    expect((await answer(ownerId, invitationId)).__typename).toBe('InvitationNotFound');
    expect((await answer(memberId, v7())).__typename).toBe('InvitationNotFound');
    expect((await answer(memberId, 'no-id')).__typename).toBe('InvitationNotFound');
    expect((await answer(v7(), invitationId)).__typename).toBe('MemberNotFound');
    const input = { invitationId, isAccepted: true };
    expect(await kit.turnedAway(operator, 'answerHouseholdInvitation', input)).toBe('FORBIDDEN');
  });

  it('of no ends the invitation, after which there is nothing to accept, and she may be asked again', async () => {
    const { householdId } = await home();
    const memberId = await kit.member();
    const invitationId = await kit.invitation(householdId, memberId);
    const input = { idempotencyKey: v7(), invitationId, isAccepted: false };
    const declined = await kit.act(memberCaller(memberId), 'answerHouseholdInvitation', input);
    expect(declined.invitation.state).toBe('DECLINED');
    const again = await kit.act(memberCaller(memberId), 'answerHouseholdInvitation', input);
    expect(again.replayed).toBe(true);
    const reused = { ...input, isAccepted: true };
    expect((await kit.act(memberCaller(memberId), 'answerHouseholdInvitation', reused)).__typename).toBe(
      'KeyReused',
    );
    expect(await answer(memberId, invitationId)).toMatchObject({ state: 'DECLINED' });
    expect(await kit.invitation(householdId, memberId)).not.toBe(invitationId);
  });

  it('of yes by two for the last place lets one in', async () => {
    const { householdId, owner } = await home();
    while (
      (await kit.lastTold('members.household-changed.1')).data.members.length <
      HOUSEHOLD_MEMBERS_MAX - 1
    )
      await kit.joined(householdId);
    const members = [await kit.member(), await kit.member(), await kit.member()];
    const invitations = await Promise.all(members.map((id) => kit.invitation(householdId, id)));
    const answers = await Promise.all(members.map((id, at) => answer(id, invitations[at] ?? '')));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'HouseholdFull',
      'HouseholdFull',
      'HouseholdInvitationAnswered',
    ]);
    const late = await kit.act(owner, 'inviteToHousehold', { householdId, memberId: await kit.member() });
    expect(late).toMatchObject({ __typename: 'HouseholdFull', limit: HOUSEHOLD_MEMBERS_MAX });
    const told = (await kit.lastTold('members.household-changed.1')).data;
    expect([told.version, told.members.length]).toEqual([HOUSEHOLD_MEMBERS_MAX, HOUSEHOLD_MEMBERS_MAX]);
  });

  it('of yes to two households at once lets her into one', async () => {
    const [one, other] = [await home(), await home()];
    const memberId = await kit.member();
    const invitations = await Promise.all(
      [one, other].map(({ householdId }) => kit.invitation(householdId, memberId)),
    );
    const answers = await Promise.all(invitations.map((id) => answer(memberId, id)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'AlreadyInHousehold',
      'HouseholdInvitationAnswered',
    ]);
  });

  it('of a member who was merged is refused, as the invitation went with her', async () => {
    const { householdId } = await home();
    const [gone, stayed] = [await kit.member(), await kit.member()];
    const invitationId = await kit.invitation(householdId, gone);
    await kit.merge(gone, stayed);
    expect((await answer(gone, invitationId)).__typename).toBe('MemberMerged');
    const [row] = await kit.world.database.query('select state from household_invitation where id = $1', [
      invitationId,
    ]);
    expect(row.state).toBe('WITHDRAWN');
  });
});

describe('a withdrawal', () => {
  it('is for the owner and operators, once', async () => {
    const { owner, householdId } = await home();
    const memberId = await kit.joined(householdId);
    const invitedId = await kit.member();
    const invitationId = await kit.invitation(householdId, invitedId);
    const withdraw = (caller: Parameters<typeof kit.act>[0], input = {}) =>
      kit.act(caller, 'withdrawHouseholdInvitation', { invitationId, ...input });
    expect((await withdraw(memberCaller(memberId))).__typename).toBe('NotHouseholdOwner');
    expect((await withdraw(memberCaller(invitedId))).__typename).toBe('InvitationNotFound');
    expect((await withdraw(owner, { invitationId: v7() })).__typename).toBe('InvitationNotFound');
    expect((await withdraw(owner, { invitationId: 'no-id' })).__typename).toBe('InvitationNotFound');
    const idempotencyKey = v7();
    expect((await withdraw(owner, { idempotencyKey })).invitation.state).toBe('WITHDRAWN');
    expect((await withdraw(owner, { idempotencyKey })).replayed).toBe(true);
    expect(await withdraw(operator)).toMatchObject({ __typename: 'InvitationNotOpen', state: 'WITHDRAWN' });
    const other = await kit.invitation(householdId, invitedId);
    expect((await withdraw(owner, { idempotencyKey, invitationId: other })).__typename).toBe('KeyReused');
  });

  it('at the instant of the yes is one or the other', async () => {
    const { owner, householdId } = await home();
    const memberId = await kit.member();
    const invitationId = await kit.invitation(householdId, memberId);
    const both = await Promise.all([
      answer(memberId, invitationId),
      kit.act(owner, 'withdrawHouseholdInvitation', { invitationId }),
    ]);
    expect(both.filter(({ __typename }) => __typename === 'InvitationNotOpen')).toHaveLength(1);
  });
});
