/**
 * Reading wallets and history: who sees what, pages, batches counted in SQL statements, and the programme's terms.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../world/audit/ledger-audit.js';
import { anonymous, auditor, memberCaller, operator } from '../../world/callers.js';
import { eventually } from '../../world/eventually.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import {
  act,
  bought,
  HOLD,
  memberOf,
  partnerOf,
  statementsDuring,
  type TestPartner,
  walletOf,
} from './rewards-kit.js';

const MEMBERS = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Member {
  id wallet { available upcomingExpiries { points at }
    lots(first: 2) { edges { node { original state issuer { id } } } }
    entries(first: 2) { edges { node { kind points } } pageInfo { hasNextPage endCursor } } }
  purchases(first: 2) { edges { node { id points lines { sku returnedQuantity } returns { id } } } } } } }`;
const ENTRIES = `query ($representations: [_Any!]!, $after: String) { _entities(representations: $representations) {
  ... on Member { wallet { entries(first: 2, after: $after) { edges { node { sequence } }
    pageInfo { hasNextPage endCursor } } } } } }`;
const PURCHASE = 'query ($id: ID!) { purchase(id: $id) { id receiptNumber } }';
const CONFIGURE = `mutation ($input: ConfigureProgrammeInput!) { configureProgramme(input: $input) { __typename
  ... on ProgrammeConfigured { terms { version worthMinorPerThousand expiryMonths activationDelayDays timeZone } }
  ... on TermsNotValid { field rule message } } }`;
const TERMS =
  '{ programmeTerms { version worthMinorPerThousand expiryMonths activationDelayDays timeZone } }';

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world);
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

const references = (ids: readonly string[]) => ({
  representations: ids.map((id) => ({ __typename: 'Member', id })),
});

async function membersAs(caller: Parameters<SubgraphWorld['ask']>[0], ids: readonly string[]) {
  const { data, errors } = await world.ask(caller, MEMBERS, references(ids));
  expect(errors).toBeUndefined();
  return data._entities;
}

async function memberWithHistory() {
  const { memberId } = await memberOf(world);
  const { purchase } = await bought(world, { memberId, partner: a }, 1000);
  await bought(world, { memberId, partner: b }, 2000);
  await bought(world, { memberId, partner: b }, 3000);
  return { memberId, purchaseAtA: purchase.id as string };
}

describe('who sees a wallet', () => {
  it('the member, operators and auditors see all of it', async () => {
    const { memberId } = await memberWithHistory();
    for (const caller of [memberCaller(memberId), operator, auditor]) {
      const [member] = await membersAs(caller, [memberId]);
      expect(member.wallet).toMatchObject({ available: '60' });
      expect(member.wallet.upcomingExpiries.length).toBeGreaterThan(0);
      expect(member.wallet.entries.edges.map(({ node }: { node: object }) => node)).toEqual([
        { kind: 'EARN', points: '30' },
        { kind: 'EARN', points: '20' },
      ]);
    }
  });

  it('another member and a stranger see none', async () => {
    const { memberId, purchaseAtA } = await memberWithHistory();
    for (const caller of [memberCaller(), anonymous]) {
      const [member] = await membersAs(caller, [memberId]);
      expect(member).toEqual({ id: memberId, wallet: null, purchases: null });
    }
    const { data } = await world.ask(memberCaller(), PURCHASE, { id: purchaseAtA });
    expect(data.purchase).toBeNull();
  });

  it('a partner sees the balances, and of the history only its own', async () => {
    const { memberId, purchaseAtA } = await memberWithHistory();
    const [member] = await membersAs(a.till, [memberId]);
    expect(member.wallet.available).toBe('60');
    expect(member.wallet.entries.edges).toEqual([{ node: { kind: 'EARN', points: '10' } }]);
    expect(member.wallet.lots.edges).toMatchObject([{ node: { issuer: { id: a.partnerId } } }]);
    expect(member.purchases.edges).toMatchObject([{ node: { id: purchaseAtA } }]);
    const foreign = await world.ask(b.till, PURCHASE, { id: purchaseAtA });
    expect(foreign.data.purchase).toBeNull();
    const own = await world.ask(a.till, PURCHASE, { id: purchaseAtA });
    expect(own.data.purchase.id).toBe(purchaseAtA);
  });

  it('only operators and auditors see the proof of the ledger, and it holds', async () => {
    const query = '{ ledgerProof { holds invariants { name figure expected holds } } }';
    const { errors } = await world.ask(a.till, query);
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    const { data } = await world.ask(auditor, query);
    expect(data.ledgerProof.holds).toBe(true);
    expect(data.ledgerProof.invariants.length).toBeGreaterThan(10);
  });
});

describe('lists', () => {
  it('go on after a cursor without a gap or a repetition', async () => {
    const { memberId } = await memberWithHistory();
    const first = (await world.ask(operator, ENTRIES, references([memberId]))).data._entities[0].wallet
      .entries;
    expect(first.pageInfo.hasNextPage).toBe(true);
    const after = first.pageInfo.endCursor;
    const answer = await world.ask(operator, ENTRIES, { ...references([memberId]), after });
    const second = answer.data._entities[0].wallet.entries;
    expect(second.pageInfo.hasNextPage).toBe(false);
    const sequences = [...first.edges, ...second.edges].map(({ node }) => BigInt(node.sequence));
    expect(sequences).toHaveLength(3);
    expect([...sequences].sort((x, y) => (x < y ? 1 : -1))).toEqual(sequences);
  });

  it('of twenty members cost as many statements as of one', async () => {
    const members = await Promise.all(Array.from({ length: 20 }, () => memberOf(world)));
    for (const { memberId } of members) await bought(world, { memberId, partner: a }, 1000);
    const ids = members.map(({ memberId }) => memberId);
    // What follows our own events in this process must be done, or it would be counted too.
    await eventually(async () => {
      const [told] = await world.database.query(
        'select count(distinct member_id)::integer as members from notice where member_id = any($1::uuid[])',
        [ids],
      );
      return told.members === ids.length && (await world.bus.lag('rewards.events', 'rewards')).behind === 0;
    });
    const one = await statementsOf(() => membersAs(operator, ids.slice(0, 1)));
    const twenty = await statementsOf(() => membersAs(operator, ids));
    expect(one).toBeGreaterThan(0);
    expect(twenty).toBe(one);
  });
});

/** How many of our reads it took; other work of the process goes on meanwhile. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const ours =
    /\bfrom (wallet left join|purchase_line|purchase_return|\(select lot|unnest\(\$1::uuid\[\]\) as asked)/;
  return (await statementsDuring(work)).filter(({ text }) => ours.test(text)).length;
}

describe('the programme terms', () => {
  it('are read by anyone, and changed by an operator as a new version', async () => {
    const before = (await world.ask(anonymous, TERMS)).data.programmeTerms;
    const configured = await act(world, operator, CONFIGURE, { activationDelayDays: 14, expiryMonths: null });
    expect(configured.terms).toEqual({
      ...before,
      version: before.version + 1,
      activationDelayDays: 14,
      expiryMonths: null,
    });
    const { memberId } = await memberOf(world);
    const recorded = await bought(world, { memberId, partner: a }, 1000);
    expect(recorded.wallet).toMatchObject({ available: '0', pending: '10' });
    const held = await act(world, a.till, HOLD, { memberId, storeId: a.storeId, points: '1' });
    expect(held.__typename).toBe('InsufficientPoints');
    world.clock.moveDays(15);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '10', pending: '0' });
    world.clock.moveDays(-15);
    await act(world, operator, CONFIGURE, { activationDelayDays: 0, expiryMonths: 24 });
  });

  it('cannot be nonsense', async () => {
    const refused = await act(world, operator, CONFIGURE, { timeZone: 'Mars/Base' });
    expect(refused).toMatchObject({ __typename: 'TermsNotValid', field: 'timeZone' });
    const negative = await act(world, operator, CONFIGURE, { worthMinorPerThousand: '-1' });
    expect(negative).toMatchObject({ __typename: 'TermsNotValid', field: 'worthMinorPerThousand' });
    const { errors } = await world.ask(a.till, CONFIGURE, { input: { idempotencyKey: 'k' } });
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  it('let points lapse at the end of their last day', async () => {
    const { memberId } = await memberOf(world);
    await bought(world, { memberId, partner: a }, 1000);
    world.clock.moveDays(735);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '0', pending: '0' });
    world.clock.moveDays(-735);
  });
});
