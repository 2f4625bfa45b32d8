/**
 * Checks that what others made of the ledger is what the ledger says: the ledger proves itself, the clearing book
 * equals its money, net positions sum to zero, boards equal a rebuild and a count by hand, and no event is stuck or
 * doubled.
 */
import { randomUUID } from 'node:crypto';
import { type SubgraphName, subgraphNames, type Topic, topicOf } from '../../../shared/contracts/event.js';
import type { ShoppingLoad } from '../load/shopping-load.js';
import type { PlatformWorld } from '../platform-world.js';

export async function projectionFindings(world: PlatformWorld, load: ShoppingLoad): Promise<string[]> {
  return [
    ...(await ledgerFindings(world)),
    ...(await clearingFindings(world)),
    ...(await positionFindings(world)),
    ...(await boardFindings(world, load)),
    ...(await eventFindings(world)),
    ...(await inboxFindings(world)),
  ];
}

async function ledgerFindings({ auditor }: PlatformWorld): Promise<string[]> {
  const { ledgerProof } = await auditor.request<{
    ledgerProof: { invariants: { name: string; figure: string; expected: string; holds: boolean }[] };
  }>('{ ledgerProof { invariants { name figure expected holds } } }');
  return ledgerProof.invariants
    .filter(({ holds }) => !holds)
    .map(({ name, figure, expected }) => `the ledger breaks "${name}": ${figure} instead of ${expected}`);
}

/** By partner, currency and kind: entries and sums of both books; in money also the postings. */
async function clearingFindings({ sql }: PlatformWorld): Promise<string[]> {
  const different = await sql<Record<string, unknown>>(`
    with told as (
      select data->>'partnerId' as partner, data->>'currency' as unit, data->>'kind' as kind, count(*) as entries,
        sum((data->>'points')::numeric) as points, sum((data->>'amountMinor')::numeric) as minor
      from rewards.outbox where type = 'rewards.clearing-recorded.1' group by 1, 2, 3
    ), booked as (
      select partner_id::text as partner, currency as unit, kind, count(*) as entries,
        sum(points) as points, sum(amount_minor) as minor
      from partners.clearing_entry group by 1, 2, 3
    ), posted as (
      select substr(account, 12) as partner, unit, sum(amount) as minor
      from rewards.posting where account like 'receivable:%' group by 1, 2
    ), netted as (select partner, unit, sum(minor) as minor from booked group by 1, 2)
    select 'kind' as what, partner, unit, kind, to_jsonb(told) as ledger, to_jsonb(booked) as book
      from told full join booked using (partner, unit, kind)
      where (told.entries, told.points, told.minor) is distinct from (booked.entries, booked.points, booked.minor)
    union all
    select 'money', partner, unit, null, to_jsonb(posted), to_jsonb(netted)
      from posted full join netted using (partner, unit)
      where coalesce(posted.minor, 0) <> coalesce(netted.minor, 0)`);
  return different.map((row) => `the clearing book differs from the ledger: ${JSON.stringify(row)}`);
}

async function positionFindings({ operator }: PlatformWorld): Promise<string[]> {
  const { currentSettlementPeriod } = await operator.request<{
    currentSettlementPeriod: { positions: { net: { amountMinor: string; currency: string } }[] };
  }>('{ currentSettlementPeriod { positions { net { amountMinor currency } } } }');
  const { positions } = currentSettlementPeriod;
  const sum = positions.reduce((total, { net }) => total + BigInt(net.amountMinor), 0n);
  const isEmpty = positions.length === 0;
  return [
    ...(sum === 0n ? [] : [`net positions sum to ${sum}`]),
    ...(isEmpty ? ['nobody owes anybody'] : []),
  ];
}

const REBUILD = `mutation ($input: RebuildLeaderboardInput!) { rebuildLeaderboard(input: $input) { __typename
  ... on LeaderboardRebuilt { wasWrong leaderboard { code } } ... on Problem { message } } }`;

async function boardFindings(world: PlatformWorld, { coalition }: ShoppingLoad): Promise<string[]> {
  const findings: string[] = [];
  for (const leaderboardId of coalition.leaderboardIds) {
    const { wasWrong, leaderboard } = await world.operator.succeed<{
      wasWrong: boolean;
      leaderboard: { code: string };
    }>(REBUILD, { input: { idempotencyKey: randomUUID(), leaderboardId } }, 'LeaderboardRebuilt');
    if (wasWrong) findings.push(`the board "${leaderboard.code}" was not what its history says`);
  }
  const different = await world.sql<Record<string, unknown>>(`
    with earned as (
      select member_id, sum(points) as points from (
        select member_id, points from rewards.purchase
        union all select p.member_id, -r.points from rewards.purchase_return r
          join rewards.purchase p on p.id = r.purchase_id) as fact group by 1
    ), shown as (
      select member_id, score from gamification.standing
      where leaderboard_id = (select id from gamification.leaderboard where code = 'all-time')
    )
    select member_id, points::text, score::text from earned full join shown using (member_id)
    where coalesce(points, 0) <> coalesce(score, 0)`);
  return [
    ...findings,
    ...different.map((row) => `the all-time board differs from the ledger: ${JSON.stringify(row)}`),
  ];
}

const PAGE = 1_000;

async function idsOfTopic({ bus }: PlatformWorld, topic: Topic): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await bus.read(topic, after, PAGE);
    ids.push(...page.map(({ id }) => id));
    after = page.at(-1)?.position ?? null;
    if (after === null) return ids;
  }
}

/** Every event told is published, and stands in its topic once. */
async function eventFindings(world: PlatformWorld): Promise<string[]> {
  const findings: string[] = [];
  for (const name of subgraphNames) {
    const told = await world.sql<{ id: string; isPublished: boolean }>(
      `select event_id::text as id, published_at is not null as "isPublished" from ${name}.outbox`,
    );
    const stuck = told.filter(({ isPublished }) => !isPublished).length;
    if (stuck > 0) findings.push(`${stuck} events of ${name} are not published`);
    const topic = await idsOfTopic(world, topicOf(name));
    const inTopic = new Set(topic);
    if (topic.length > inTopic.size) findings.push(`${topicOf(name)} holds events twice`);
    const missing = told.filter(({ id }) => !inTopic.has(id)).length;
    if (missing > 0) findings.push(`${missing} events of ${name} are not in its topic`);
    if (inTopic.size > told.length) findings.push(`${topicOf(name)} holds events that ${name} never told`);
  }
  return findings;
}

const hearing: readonly {
  readonly from: SubgraphName;
  readonly by: SubgraphName;
  readonly types: string[];
}[] = [
  { from: 'members', by: 'rewards', types: ['members.member-enrolled.1', 'members.card-issued.1'] },
  {
    from: 'partners',
    by: 'rewards',
    types: ['partners.partner-changed.1', 'partners.store-changed.1', 'partners.agreement-signed.1'],
  },
  { from: 'rewards', by: 'partners', types: ['rewards.clearing-recorded.1'] },
  {
    from: 'rewards',
    by: 'gamification',
    types: ['rewards.purchase-recorded.1', 'rewards.purchase-returned.1'],
  },
];

/** What a subgraph hears, it has heard: each event of those types once, and none that was never told. */
async function inboxFindings({ sql }: PlatformWorld): Promise<string[]> {
  const findings: string[] = [];
  for (const { from, by, types } of hearing) {
    const [found] = await sql<{ unheard: number; untold: number }>(
      `select count(*) filter (where inbox.event_id is null)::int as unheard,
         count(*) filter (where told.event_id is null)::int as untold
       from (select event_id from ${from}.outbox where type = any($1)) as told
       full join (select event_id from ${by}.inbox where topic = $2) as inbox using (event_id)`,
      [types, topicOf(from)],
    );
    if (found?.unheard !== 0) findings.push(`${by} has not heard ${found?.unheard} events of ${from}`);
    if (found?.untold !== 0) findings.push(`${by} has heard ${found?.untold} events that ${from} never told`);
  }
  return findings;
}
