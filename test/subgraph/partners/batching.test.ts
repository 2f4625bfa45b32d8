/** Lists cost a fixed number of SQL statements, however long they are. */
import 'reflect-metadata';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnersSubgraph } from '../../../subgraphs/partners/subgraph.js';
import { operator } from '../../world/callers.js';
import { type GraphAnswer, openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import { act, activated, CLOSE, CURRENT, OPEN_STORE, purchaseAndRedemption } from './partners-kit.js';

let world: SubgraphWorld;
const partnerIds: string[] = [];
const storeIds: string[] = [];

beforeAll(async () => {
  world = await openSubgraphWorld(partnersSubgraph);
  for (let number = 1; number <= 6; number += 1) {
    const partnerId = await activated(world);
    partnerIds.push(partnerId);
    for (const name of ['North', 'South']) {
      const place = { city: 'Paris', countryCode: 'FR', timeZone: 'Europe/Paris' };
      storeIds.push((await act(world, OPEN_STORE, { partnerId, name, ...place })).store.id);
    }
  }
});
afterAll(() => world.close());

/** Tables that a background worker never reads: whatever names one was asked by the query. */
const OWN_TABLES = /\b(partner|store|agreement|api_key|clearing_entry|settlement_\w+)\b/;

/** Asks and gives the answer with the statements that it took, as PostgreSQL's driver saw them. */
async function counted(
  query: string,
  variables = {},
): Promise<{ answer: GraphAnswer; statements: string[] }> {
  const statements: string[] = [];
  const real = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...sent: unknown[]) {
    const [first] = sent;
    const sql = typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? '');
    if (OWN_TABLES.test(sql)) statements.push(sql);
    return Reflect.apply(real, this, sent);
  } as typeof real;
  try {
    const answer = await world.ask(operator, query, variables);
    expect(answer.errors).toBeUndefined();
    return { answer, statements };
  } finally {
    pg.Client.prototype.query = real;
  }
}

describe('a page of partners', () => {
  it('with everything about them takes one statement for each kind of thing', async () => {
    const query = `{ partners(first: 10) { edges { node { name apiKeys { label } agreementInForce { currency }
      agreements { version } stores(first: 1) { name partner { name } } } } } }`;
    const { answer, statements } = await counted(query);
    expect(answer.data.partners.edges).toHaveLength(6);
    expect(answer.data.partners.edges[0].node.stores).toHaveLength(1);
    // Partners, stores, agreements, keys, and the stores' partners.
    expect(statements).toHaveLength(5);
  });

  it('goes on exactly where the page before it ended', async () => {
    const query = `query ($after: String) { partners(first: 4, after: $after) {
      edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
    const { data: first } = await world.ask(operator, query);
    const { data: second } = await world.ask(operator, query, { after: first.partners.pageInfo.endCursor });
    const ids = [first, second].flatMap(({ partners }) =>
      partners.edges.map((edge: { node: { id: string } }) => edge.node.id),
    );
    expect(ids).toEqual(partnerIds);
    expect([first, second].map(({ partners }) => partners.pageInfo.hasNextPage)).toEqual([true, false]);
  });

  it.each([0, 101])('turns a page of %i away', async (first) => {
    const { errors } = await world.ask(operator, `{ partners(first: ${first}) { edges { node { id } } } }`);
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });
});

describe('entities that other parts of the graph name', () => {
  it('are found in one statement for each type, and a stranger among them is null', async () => {
    const query = `query ($all: [_Any!]!) { _entities(representations: $all) {
      ... on Partner { id name } ... on Store { id city } } }`;
    const all = [
      ...partnerIds.map((id) => ({ __typename: 'Partner', id })),
      ...storeIds.map((id) => ({ __typename: 'Store', id })),
      { __typename: 'Partner', id: '018f0000-0000-7000-8000-000000000000' },
      { __typename: 'Store', id: 'no-id' },
    ];
    const { answer, statements } = await counted(query, { all });
    expect(answer.data._entities.slice(0, 6).map(({ id }: { id: string }) => id)).toEqual(partnerIds);
    expect(answer.data._entities.slice(-2)).toEqual([null, null]);
    expect(statements).toHaveLength(2);
  });
});

describe('a page of settlement periods', () => {
  it('takes the same statements for many periods as for few', async () => {
    const [a = '', b = ''] = partnerIds;
    for (let closed = 0; closed < 3; closed += 1) {
      await world.hear('rewards', purchaseAndRedemption(a, b));
      const { data } = await world.ask(operator, CURRENT);
      await act(world, CLOSE, { periodId: data.currentSettlementPeriod.id });
    }
    const query = `{ settlementPeriods(first: 10) { edges { node { number entryCount positions { partner { name } }
      obligations { debtor { name } creditor { name } issuer { name } } } } } }`;
    const { answer, statements } = await counted(query);
    expect(
      answer.data.settlementPeriods.edges.map(({ node }: { node: { number: number } }) => node.number),
    ).toEqual([4, 3, 2, 1]);
    // The page; counts, obligations and positions of the closed; the sums of the open one; the partners.
    expect(statements).toHaveLength(6);
  });
});
