/** The members subgraph through its own graph, on PostgreSQL. */
import 'reflect-metadata';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { membersSubgraph } from '../../../subgraphs/members/subgraph.js';
import { anonymous, auditor, gateway, memberCaller, operator, partnerCaller } from '../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';

const ENROL = `mutation ($input: EnrolMemberInput!) { enrolMember(input: $input) { __typename
  ... on MemberEnrolled { replayed member { id phone publicName { text isAnonymous } cards { number } } }
  ... on PhoneAlreadyEnrolled { member { id } }
  ... on Problem { message retryable } ... on PhoneNotValid { reason } ... on NicknameNotAllowed { reason } } }`;
const ISSUE = `mutation ($input: IssueCardInput!) { issueCard(input: $input) { __typename
  ... on CardIssued { replayed card { id number kind } } ... on CardLimitReached { limit } } }`;
const NAME = `mutation ($input: SetPublicNameInput!) { setPublicName(input: $input) { __typename
  ... on PublicNameSet { member { publicName { text isAnonymous } } } } }`;

let world: SubgraphWorld;
let lastPhone = 0;
const till = partnerCaller();

beforeAll(async () => {
  world = await openSubgraphWorld(membersSubgraph);
});
afterAll(() => world.close());

function freshPhone(): string {
  lastPhone += 1;
  return `+4915123${String(lastPhone).padStart(6, '0')}`;
}

async function enrolled(input: Record<string, unknown> = {}): Promise<{ id: string; phone: string }> {
  const phone = freshPhone();
  const { data, errors } = await world.ask(till, ENROL, { input: { idempotencyKey: v7(), phone, ...input } });
  expect(errors).toBeUndefined();
  return { id: data.enrolMember.member.id, phone };
}

describe('enrolment', () => {
  it('needs a phone and nothing else, and tells the others no more than an id', async () => {
    const { id } = await enrolled();
    const told = await world.told('members.member-enrolled.1');
    expect(told.at(-1)).toMatchObject({ key: id, data: { memberId: id } });
    expect(JSON.stringify(told.at(-1))).not.toContain('15123');
  });

  it('keeps no phone in clear', async () => {
    const { phone } = await enrolled();
    const kept = JSON.stringify(await world.database.query('select * from member'));
    expect(kept).not.toContain(phone.slice(3));
  });

  it('of a phone that is enrolled, however it is written, names the member who has it', async () => {
    const { id, phone } = await enrolled();
    const spaced = `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`;
    const { data } = await world.ask(till, ENROL, { input: { idempotencyKey: v7(), phone: spaced } });
    expect(data.enrolMember).toMatchObject({
      __typename: 'PhoneAlreadyEnrolled',
      member: { id },
      retryable: false,
    });
  });

  it('sent twice at the same instant enrols once and answers the same', async () => {
    const input = { idempotencyKey: v7(), phone: freshPhone() };
    const answers = await Promise.all([world.ask(till, ENROL, { input }), world.ask(till, ENROL, { input })]);
    const results = answers.map((answer) => answer.data.enrolMember);
    expect(results[0].member.id).toBe(results[1].member.id);
    expect(results.map((result) => result.replayed).sort()).toEqual([false, true]);
  });

  it('with a used key and another phone is refused', async () => {
    const idempotencyKey = v7();
    await world.ask(till, ENROL, { input: { idempotencyKey, phone: freshPhone() } });
    const { data } = await world.ask(till, ENROL, { input: { idempotencyKey, phone: freshPhone() } });
    expect(data.enrolMember.__typename).toBe('KeyReused');
  });

  it('leaves a key free when it refuses, so that the mended request goes through', async () => {
    const idempotencyKey = v7();
    const wrong = await world.ask(till, ENROL, { input: { idempotencyKey, phone: '030 1' } });
    expect(wrong.data.enrolMember).toMatchObject({ __typename: 'PhoneNotValid', reason: 'NO_COUNTRY_CODE' });
    const mended = await world.ask(till, ENROL, { input: { idempotencyKey, phone: freshPhone() } });
    expect(mended.data.enrolMember.__typename).toBe('MemberEnrolled');
  });

  it.each([
    ['anonymous', anonymous, 'UNAUTHENTICATED'],
    ['a member', memberCaller(), 'FORBIDDEN'],
    ['an auditor', auditor, 'FORBIDDEN'],
    ['the gateway itself', gateway, 'FORBIDDEN'],
  ])('is not for %s', async (_who, caller, code) => {
    const { errors } = await world.ask(caller, ENROL, {
      input: { idempotencyKey: v7(), phone: freshPhone() },
    });
    expect(errors?.[0]?.extensions?.['code']).toBe(code);
  });

  it('turns a key that is no key away before anything runs', async () => {
    const { errors } = await world.ask(till, ENROL, { input: { idempotencyKey: '', phone: freshPhone() } });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });
});

describe('a card', () => {
  it('is found again at any till, and by the phone too', async () => {
    const { id, phone } = await enrolled();
    const issued = await world.ask(till, ISSUE, { input: { idempotencyKey: v7(), memberId: id } });
    const { number } = issued.data.issueCard.card;
    const find = `query ($number: String, $phone: String) { findMember(cardNumber: $number, phone: $phone) { id } }`;
    expect((await world.ask(partnerCaller(), find, { number })).data.findMember.id).toBe(id);
    expect((await world.ask(partnerCaller(), find, { phone })).data.findMember.id).toBe(id);
    expect((await world.ask(till, find, { number: '2900000000001' })).data.findMember).toBeNull();
    expect((await world.ask(till, find, {})).errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    expect((await world.told('members.card-issued.1')).at(-1)).toMatchObject({
      data: { cardNumber: number },
    });
  });

  it('is one of five at most, also when all are asked for at once', async () => {
    const { id } = await enrolled();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        world.ask(till, ISSUE, { input: { idempotencyKey: v7(), memberId: id } }),
      ),
    );
    const kinds = answers.map((answer) => answer.data.issueCard.__typename);
    expect(kinds.filter((kind) => kind === 'CardIssued')).toHaveLength(5);
    expect(kinds.filter((kind) => kind === 'CardLimitReached')).toHaveLength(3);
  });

  it.each([
    ['an unknown member', v7()],
    ['an id that is none', 'no-id'],
  ])('for %s is refused', async (_what, memberId) => {
    const { data } = await world.ask(till, ISSUE, { input: { idempotencyKey: v7(), memberId } });
    expect(data.issueCard.__typename).toBe('MemberNotFound');
  });

  it('is not given by one member to another', async () => {
    const { id } = await enrolled();
    const { data } = await world.ask(memberCaller(), ISSUE, {
      input: { idempotencyKey: v7(), memberId: id },
    });
    expect(data.issueCard.__typename).toBe('MemberNotFound');
  });
});

describe('what others see of a member', () => {
  const SEE = `query ($id: ID!) { member(id: $id) { phone enrolledAt cards { number } publicName { text } } }`;

  it('is the whole phone for the member, a masked one for a till, none for an auditor', async () => {
    const { id, phone } = await enrolled();
    const seen = async (caller: Parameters<SubgraphWorld['ask']>[0]) =>
      (await world.ask(caller, SEE, { id })).data.member;
    expect((await seen(memberCaller(id))).phone).toBe(phone);
    expect((await seen(operator)).phone).toBe(phone);
    expect((await seen(till)).phone).toMatch(/^\+49•+\d\d$/);
    expect((await seen(auditor)).phone).toBeNull();
    expect(await seen(memberCaller())).toBeNull();
  });

  it('is a public name and nothing else when another subgraph names the member to a stranger', async () => {
    const { id } = await enrolled({ nickname: 'Käthe', isNicknameShown: true });
    const { data } = await world.ask(
      anonymous,
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member { phone enrolledAt cards { number } publicName { text } } } }`,
      { of: [{ __typename: 'Member', id }] },
    );
    expect(data._entities).toEqual([
      { phone: null, enrolledAt: null, cards: null, publicName: { text: 'Käthe' } },
    ]);
  });

  it('changes everywhere when the member changes it, and hides on demand', async () => {
    const { id } = await enrolled({ nickname: 'Käthe', isNicknameShown: true });
    const choose = (input: Record<string, unknown>) =>
      world.ask(memberCaller(id), NAME, { input: { idempotencyKey: v7(), ...input } });
    const renamed = await choose({ nickname: 'Kate', isNicknameShown: true });
    expect(renamed.data.setPublicName.member.publicName).toEqual({ text: 'Kate', isAnonymous: false });
    const hidden = await choose({ nickname: 'Kate', isNicknameShown: false });
    expect(hidden.data.setPublicName.member.publicName.isAnonymous).toBe(true);
    const foreign = await choose({ memberId: v7(), nickname: 'X', isNicknameShown: true });
    expect(foreign.data.setPublicName.__typename).toBe('MemberNotFound');
  });
});

describe('lists and batches', () => {
  it('pages through all members once, in order', async () => {
    await enrolled();
    await enrolled();
    const page =
      'query ($after: String) { members(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }';
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { data } = await world.ask(operator, page, { after });
      seen.push(...data.members.edges.map((edge: { node: { id: string } }) => edge.node.id));
      if (!data.members.pageInfo.hasNextPage) break;
      after = data.members.pageInfo.endCursor;
    }
    const [{ count }] = await world.database.query('select count(*) from member');
    expect(seen).toHaveLength(Number(count));
    expect(new Set(seen).size).toBe(seen.length);
    expect([...seen].sort()).toEqual(seen);
  });

  it.each([
    ['a page of none', { first: 0 }],
    ['a page above the limit', { first: 101 }],
    ['a cursor of another list', { first: 5, after: 'bm9wZQ' }],
  ])('turns %s away', async (_what, page) => {
    const query =
      'query ($first: Int!, $after: String) { members(first: $first, after: $after) { edges { cursor } } }';
    expect((await world.ask(operator, query, page)).errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  it('are not for tills', async () => {
    const { errors } = await world.ask(till, '{ members { edges { cursor } } }');
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});
