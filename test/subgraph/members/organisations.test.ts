/** Firms through the graph: one member with several buyers, each with a card and a limit of its own. */
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYERS_PER_ORGANISATION_MAX } from '../../../subgraphs/members/organisations/organisation.js';
import { membersSubgraph } from '../../../subgraphs/members/subgraph.js';
import { anonymous, auditor, memberCaller, operator, partnerCaller } from '../../world/callers.js';
import { openSubgraphWorld } from '../../world/subgraph-world.js';
import { MembersKit } from './members-kit.js';

let kit: MembersKit;
const builder = partnerCaller();
const SEE =
  'kind organisation { name reference buyers { id label monthlySpendLimit isActive card { number } } }';

beforeAll(async () => {
  kit = new MembersKit(await openSubgraphWorld(membersSubgraph));
});
afterAll(() => kit.world.close());

describe('a firm', () => {
  it('is a member without a phone, and the others hear of a member', async () => {
    const enrolled = await kit.act(builder, 'enrolOrganisation', { name: 'Bolts', reference: 'hrb  1' });
    expect(enrolled.member).toMatchObject({ kind: 'ORGANISATION', phone: null });
    const { id } = enrolled.member;
    const told = await kit.lastTold('members.member-enrolled.1');
    expect(told).toMatchObject({ key: id, data: { memberId: id } });
    expect(JSON.stringify(told)).not.toContain('Bolts');
    expect((await kit.see(operator, id, SEE)).organisation).toEqual({
      name: 'Bolts',
      reference: 'HRB 1',
      buyers: [],
    });
    expect((await kit.see(operator, await kit.member(), SEE)).kind).toBe('PERSON');
  });

  it('is known once by its reference, in any spelling and also when enrolled at once', async () => {
    const enrol = (reference: string) => kit.act(builder, 'enrolOrganisation', { name: 'Nuts', reference });
    const both = await Promise.all([enrol('HRB 22'), enrol(' hrb  22 ')]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual([
      'OrganisationAlreadyEnrolled',
      'OrganisationEnrolled',
    ]);
    expect(both[0].member.id).toBe(both[1].member.id);
    const [{ count }] = await kit.world.database.query(
      `select count(*) from member left join organisation on member_id = id where kind = 'ORGANISATION' and name is null`,
    );
    expect(Number(count)).toBe(0);
  });

  it('enrolled again with the same key is the same one, and with another name is refused', async () => {
    const input = { idempotencyKey: v7(), name: 'Nails', reference: 'HRB 3' };
    const first = await kit.act(builder, 'enrolOrganisation', input);
    const again = await kit.act(builder, 'enrolOrganisation', input);
    expect(again).toMatchObject({ replayed: true, member: { id: first.member.id } });
    const other = await kit.act(builder, 'enrolOrganisation', { ...input, name: 'Screws' });
    expect(other.__typename).toBe('KeyReused');
  });

  it('is seen with its buyers by operators, auditors and the partner that enrolled it', async () => {
    const id = await kit.organisation(builder);
    for (const caller of [operator, auditor, builder])
      expect((await kit.see(caller, id, SEE)).organisation).not.toBeNull();
    for (const caller of [anonymous, memberCaller(id), partnerCaller()])
      expect((await kit.see(caller, id, SEE)).organisation).toBeNull();
    expect((await kit.see(anonymous, id, SEE)).kind).toBeNull();
  });

  it('gets no card that names no buyer', async () => {
    const memberId = await kit.organisation();
    expect((await kit.act(operator, 'issueCard', { memberId })).__typename).toBe('MemberIsOrganisation');
  });

  it.each([
    ['a stranger', anonymous, 'UNAUTHENTICATED'],
    ['a member', memberCaller(), 'FORBIDDEN'],
    ['an auditor', auditor, 'FORBIDDEN'],
  ])('is not enrolled, nor its buyers changed, by %s', async (_who, caller, code) => {
    expect(await kit.turnedAway(caller, 'enrolOrganisation', { name: 'A', reference: 'B' })).toBe(code);
    expect(await kit.turnedAway(caller, 'addBuyer', { memberId: v7(), label: 'Yard' })).toBe(code);
    expect(await kit.turnedAway(caller, 'setBuyerLimit', { buyerId: v7() })).toBe(code);
    expect(await kit.turnedAway(caller, 'removeBuyer', { buyerId: v7() })).toBe(code);
  });
});

describe('a buyer', () => {
  it('comes with a card that leads to the firm, and with a limit that is told', async () => {
    const memberId = await kit.organisation(builder);
    const added = await kit.act(builder, 'addBuyer', { memberId, label: 'Yard', monthlySpendLimit: '500' });
    const { id: buyerId, card } = added.buyer;
    expect(added.buyer).toMatchObject({ label: 'Yard', monthlySpendLimit: '500', isActive: true });
    expect(await kit.found({ cardNumber: card.number })).toBe(memberId);
    expect(await kit.lastTold('members.card-issued.1')).toMatchObject({
      key: memberId,
      data: { memberId, cardNumber: card.number, kind: 'PLASTIC' },
    });
    expect(await kit.lastTold('members.buyer-changed.1')).toEqual({
      key: memberId,
      data: {
        buyerId,
        memberId,
        cardNumber: card.number,
        monthlySpendLimit: '500',
        isActive: true,
        version: 1,
      },
    });
  });

  it('is added once with one key, and with another label is refused', async () => {
    const input = { idempotencyKey: v7(), memberId: await kit.organisation(), label: 'Yard' };
    const both = await Promise.all([1, 2].map(() => kit.act(operator, 'addBuyer', input)));
    expect(both[0].buyer.id).toBe(both[1].buyer.id);
    expect((await kit.act(operator, 'addBuyer', { ...input, label: 'Van' })).__typename).toBe('KeyReused');
  });

  it('is added to a firm of one’s own, within limits', async () => {
    const memberId = await kit.organisation(builder);
    const add = async (input = {}, caller: Parameters<typeof kit.act>[0] = operator) =>
      (await kit.act(caller, 'addBuyer', { memberId, label: 'Yard', ...input })).__typename;
    expect(await add({}, partnerCaller())).toBe('OrganisationNotFound');
    expect(await add({ memberId: v7() })).toBe('OrganisationNotFound');
    expect(await add({ memberId: 'no-id' })).toBe('OrganisationNotFound');
    expect(await add({ memberId: await kit.member() })).toBe('OrganisationNotFound');
    expect(await add({ monthlySpendLimit: '-1' })).toBe('LimitNotValid');
    const stayed = await kit.organisation();
    await kit.merge(memberId, stayed);
    expect(await add()).toBe('MemberMerged');
  });

  it('is one of so many at once; a removed one makes room', async () => {
    const memberId = await kit.organisation();
    const first = await kit.buyer(memberId);
    await Promise.all(Array.from({ length: BUYERS_PER_ORGANISATION_MAX - 1 }, () => kit.buyer(memberId)));
    const add = () => kit.act(operator, 'addBuyer', { memberId, label: 'One more' });
    expect(await add()).toMatchObject({
      __typename: 'BuyerLimitReached',
      limit: BUYERS_PER_ORGANISATION_MAX,
    });
    await kit.act(operator, 'removeBuyer', { buyerId: first.id });
    expect((await add()).__typename).toBe('BuyerAdded');
  });

  it('has its limit changed, which is told with a higher version', async () => {
    const memberId = await kit.organisation(builder);
    const { id: buyerId } = await kit.buyer(memberId);
    const input = { idempotencyKey: v7(), buyerId, monthlySpendLimit: '0' };
    expect((await kit.act(builder, 'setBuyerLimit', input)).buyer.monthlySpendLimit).toBe('0');
    expect((await kit.act(builder, 'setBuyerLimit', input)).replayed).toBe(true);
    const reused = await kit.act(builder, 'setBuyerLimit', { ...input, monthlySpendLimit: '1' });
    expect(reused.__typename).toBe('KeyReused');
    expect((await kit.lastTold('members.buyer-changed.1')).data).toMatchObject({
      buyerId,
      monthlySpendLimit: '0',
      version: 2,
    });
  });

  it('is not changed by another partner, nor beyond what can be', async () => {
    const { id: buyerId } = await kit.buyer(await kit.organisation(builder));
    for (const name of ['setBuyerLimit', 'removeBuyer']) {
      expect((await kit.act(partnerCaller(), name, { buyerId })).__typename).toBe('BuyerNotFound');
      expect((await kit.act(operator, name, { buyerId: v7() })).__typename).toBe('BuyerNotFound');
      expect((await kit.act(operator, name, { buyerId: 'no-id' })).__typename).toBe('BuyerNotFound');
    }
    const beyond = { buyerId, monthlySpendLimit: '9'.repeat(30) };
    expect((await kit.act(operator, 'setBuyerLimit', beyond)).__typename).toBe('LimitNotValid');
  });

  it('once removed is known by no till, is told as gone, and changes no more', async () => {
    const memberId = await kit.organisation(builder);
    const { id: buyerId, card } = await kit.buyer(memberId);
    const input = { idempotencyKey: v7(), buyerId };
    expect((await kit.act(builder, 'removeBuyer', input)).buyer.isActive).toBe(false);
    expect((await kit.act(builder, 'removeBuyer', input)).replayed).toBe(true);
    const other = await kit.buyer(memberId);
    const reused = await kit.act(builder, 'removeBuyer', { ...input, buyerId: other.id });
    expect(reused.__typename).toBe('KeyReused');
    expect(await kit.found({ cardNumber: card.number })).toBeNull();
    expect(await kit.world.told('members.buyer-changed.1')).toContainEqual({
      key: memberId,
      data: expect.objectContaining({ buyerId, isActive: false, version: 2 }),
    });
    for (const name of ['setBuyerLimit', 'removeBuyer'])
      expect((await kit.act(operator, name, { buyerId })).__typename).toBe('BuyerNotActive');
    const [stopped] = (await kit.see(operator, memberId, 'cards { stoppedAt }')).cards;
    expect(stopped.stoppedAt).not.toBeNull();
  });

  it('removed twice at once is removed once', async () => {
    const { id: buyerId } = await kit.buyer(await kit.organisation());
    const both = await Promise.all([1, 2].map(() => kit.act(operator, 'removeBuyer', { buyerId })));
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['BuyerNotActive', 'BuyerRemoved']);
  });
});
