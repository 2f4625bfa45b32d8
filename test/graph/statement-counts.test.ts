/**
 * A list costs as many SQL statements with twenty rows as with one, in every subgraph that a federated query touches:
 * counted at the driver of the real platform in one process.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { GrowingCoalition } from './growing-coalition.js';
import { type SentStatements, statementsOf } from './statement-counter.js';

const MANY = 20;

interface CountedQuery {
  readonly name: string;
  readonly query: string;
  /** What the rows of the list all have once in the answer. */
  readonly mark: RegExp;
  readonly subgraphs: readonly string[];
}

const queries: readonly CountedQuery[] = [
  {
    name: 'the standings of a board with public names',
    query: `query ($board: ID) { leaderboard(id: $board) { name participantCount version
      standings(first: 20) { edges { node { rank score member { publicName { text } } } } } } }`,
    mark: /"rank"/g,
    subgraphs: ['gamification', 'members'],
  },
  {
    name: 'a page of members with cards, wallets and standings',
    query: `{ members(first: 20) { edges { node { id phone publicName { text } cards { number }
      wallet { available pending held debt worth { amountMinor } upcomingExpiries { points at worth { amountMinor } }
        upcoming(first: 5) { edges { node { at what points } } } }
      wallets { unit nameMany available room nextItem { missing } } itemRewards { edges { node { id } } }
      standings { rank score leaderboard { name } } } } } }`,
    mark: /"phone"/g,
    subgraphs: ['gamification', 'members', 'rewards'],
  },
  {
    name: 'a page of members with locks, questions and notices',
    query: `{ members(first: 20) { edges { node { id spendLock { isLocked } stepUps { id } unreadNoticeCount
      notices(first: 2) { edges { node { kind partner { name } } } } } } } }`,
    mark: /"unreadNoticeCount"/g,
    subgraphs: ['members', 'partners', 'rewards'],
  },
  {
    name: 'the purchases of a member with names of partner and store',
    query: `query ($member: ID!) { member(id: $member) { purchases(first: 20) { edges { node {
      points total { amountMinor } lines { sku points } returns { points }
      partner { name } store { name city } } } } } }`,
    mark: /"city"/g,
    subgraphs: ['members', 'partners', 'rewards'],
  },
  {
    name: 'the partners with stores and agreements',
    query: `{ partners(first: 20) { edges { node { name trade status agreementInForce { earnPoints }
      agreements { version } apiKeys { label } stores { name partner { name } } } } } }`,
    mark: /"trade"/g,
    subgraphs: ['partners'],
  },
  {
    name: 'the settlement period with names in obligations and positions',
    query: `{ currentSettlementPeriod { number positions { net { amountMinor } partner { name trade } }
      obligations { points debtor { name } creditor { name } } } }`,
    // The position of the operator has no partner.
    mark: /"trade"/g,
    subgraphs: ['partners'],
  },
  {
    name: 'the entries of a wallet with names of partners',
    query: `query ($member: ID!) { member(id: $member) { wallet { entries(first: 20) { edges { node {
      kind sequence partner { name } } } } } } }`,
    mark: /"sequence"/g,
    subgraphs: ['members', 'partners', 'rewards'],
  },
];

let world: PlatformWorld;
const countsOfOne = new Map<string, SentStatements>();
const countsOfMany = new Map<string, SentStatements>();

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  const coalition = await GrowingCoalition.open(world);
  await coalition.growTo(1);
  await countAll(coalition, 1, countsOfOne);
  await coalition.growTo(MANY);
  await countAll(coalition, MANY, countsOfMany);
}, 120_000);
afterAll(async () => {
  await world?.stop();
});

async function countAll(
  coalition: GrowingCoalition,
  size: number,
  counts: Map<string, SentStatements>,
): Promise<void> {
  for (const { name, query, mark } of queries) {
    const variables = Object.fromEntries(
      Object.entries({ board: coalition.boardId, member: coalition.firstMember }).filter(([variable]) =>
        query.includes(`$${variable}:`),
      ),
    );
    const ask = () => world.operator.request<unknown>(query, variables);
    // What only the first request of its kind costs (a plan, a key set) is not what a row costs.
    await ask();
    const { answer, statements } = await statementsOf(ask);
    expect(JSON.stringify(answer).match(mark)?.length, `rows of ${name}`).toBe(size);
    counts.set(name, statements);
  }
}

function figures(statements: SentStatements | undefined): Record<string, number> {
  return Object.fromEntries(Object.entries(statements ?? {}).map(([name, sent]) => [name, sent.length]));
}

describe('the number of SQL statements', () => {
  it.each(queries.map((query) => [query.name, query] as const))(
    'of %s does not grow',
    (name, { subgraphs }) => {
      const one = figures(countsOfOne.get(name));
      const many = figures(countsOfMany.get(name));
      expect(many, JSON.stringify(countsOfMany.get(name), null, 1)).toEqual(one);
      expect(Object.keys(one).sort()).toEqual(subgraphs);
    },
  );
});

describe('the counter', () => {
  it('sees a statement for each thing that is asked for by itself', async () => {
    const ask = () => world.operator.request('{ a: ledgerProof { holds } }');
    const { statements } = await statementsOf(async () => [await ask(), await ask(), await ask()]);
    const { statements: once } = await statementsOf(ask);
    expect(statements['rewards']).toHaveLength(3 * (once['rewards']?.length ?? 0));
  });
});
