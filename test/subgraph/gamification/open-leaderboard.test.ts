/** Opening and rebuilding boards, and every way in which that is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeEvent } from '../../../shared/contracts/event.js';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { replayHistory } from '../../../subgraphs/gamification/administration/replay-history.command.js';
import { bought, idOf, returned } from '../../unit/gamification/game-world.js';
import {
  anyone,
  type GamificationWorld,
  open,
  openedId,
  openGamificationWorld,
  openInput,
  operator,
} from './gamification-world.js';

let world: GamificationWorld;
beforeAll(async () => {
  world = await openGamificationWorld();
});
afterAll(() => world.stop());

const bread = { member: 'ada', at: '2026-11-20T10:00:00Z', points: 10, quantity: 2 };
const history = [
  bought({ ...bread, purchase: 'p1' }),
  returned({ ...bread, purchase: 'p1', return: 'r1', points: 4, quantity: 1 }),
  bought({ ...bread, purchase: 'p2', member: 'bob', points: 7 }),
];

const STANDINGS = `query Standings($code: String!) { leaderboard(code: $code) {
  participantCount standings { edges { node { rank score member { id } } } } } }`;

interface Standings {
  readonly leaderboard: {
    readonly participantCount: string;
    readonly standings: {
      readonly edges: { readonly node: { rank: number; score: string; member: { id: string } } }[];
    };
  };
}

async function standings(code: string) {
  const { leaderboard } = await world.ask<Standings>(STANDINGS, { code });
  return leaderboard.standings.edges.map(({ node }) => `${node.rank} ${node.member.id} ${node.score}`);
}

const REBUILD = `mutation Rebuild($input: RebuildLeaderboardInput!) { rebuildLeaderboard(input: $input) {
  __typename ... on LeaderboardRebuilt { fingerprint wasWrong replayed } ... on Problem { message } } }`;

async function rebuild(leaderboardId: string, idempotencyKey: string) {
  const input = { idempotencyKey, leaderboardId };
  type Answer = {
    readonly rebuildLeaderboard: {
      readonly __typename: string;
      readonly fingerprint?: string;
      wasWrong?: boolean;
    };
  };
  return (await world.ask<Answer>(REBUILD, { input }, operator)).rebuildLeaderboard;
}

describe('opening a board', () => {
  it('fills it from everything that was heard before', async () => {
    await world.hear(history);
    await openedId(world, 'late-board');
    expect(await standings('late-board')).toEqual([`1 ${idOf('bob')} 7`, `2 ${idOf('ada')} 6`]);
    await openedId(world, 'late-purchases', { metric: 'PURCHASES' });
    expect(await standings('late-purchases')).toHaveLength(2);
  });

  it('tells the coalition', async () => {
    const id = await openedId(world, 'told');
    const told = await rows<{ data: { code: string } }>(
      world.database,
      `select data from outbox where type = 'gamification.leaderboard-opened.1' and key = $1`,
      [id],
    );
    expect(told).toMatchObject([{ data: { code: 'told', metric: 'POINTS_EARNED' } }]);
  });

  it('gives the same answer to the same request', async () => {
    const first = await open(world, openInput('again'));
    expect(await open(world, openInput('again'))).toEqual({ ...first, replayed: true });
  });

  it.each([
    ['LeaderboardCodeNotValid', { code: 'No Spaces' }],
    ['LeaderboardCodeNotValid', { code: 'zero\0' }],
    ['LeaderboardNameNotValid', { name: ' ' }],
    ['LeaderboardNameNotValid', { name: 'zero\0' }],
    ['LeaderboardNameNotValid', { name: 'half \ud800' }],
    ['TimeZoneUnknown', { timeZone: 'Mars/Olympus' }],
    ['LeaderboardCodeTaken', { code: 'told' }],
    ['KeyReused', { idempotencyKey: 'open-told', code: 'other' }],
  ])('is refused with %s, and nothing is written', async (kind, wrong) => {
    const answer = await open(world, { ...openInput('refused'), ...wrong });
    expect(answer).toMatchObject({ __typename: kind, retryable: false });
    const kept = await rows(world.database, `select from leaderboard where code in ('refused', 'other')`);
    expect(kept).toEqual([]);
  });

  it('by two at once opens one', async () => {
    const both = await Promise.all(
      ['one', 'two'].map((key) => open(world, { ...openInput('raced'), idempotencyKey: key })),
    );
    expect(both.map((answer) => answer.__typename).sort()).toEqual([
      'LeaderboardCodeTaken',
      'LeaderboardOpened',
    ]);
  });

  it.each([
    ['UNAUTHENTICATED', anyone],
    ['FORBIDDEN', { kind: 'member', memberId: idOf<MemberId>('ada') }],
    ['FORBIDDEN', { kind: 'auditor', subject: 'audrey' }],
  ] as const)('is turned away with %s for others than operators', async (code, caller) => {
    const mutation = `mutation O($input: OpenLeaderboardInput!) { openLeaderboard(input: $input) { __typename } }`;
    const { errors } = await world.answer(mutation, { input: openInput('not-mine') }, caller);
    expect(errors?.[0]?.extensions?.['code']).toBe(code);
  });
});

describe('rebuilding a board', () => {
  it('gives the same board, and says so', async () => {
    const id = await openedId(world, 'rebuilt');
    await world.hear([bought({ ...bread, purchase: 'p3', member: 'eve' })]);
    const before = await standings('rebuilt');
    expect(await rebuild(id, 'rebuild-1')).toMatchObject({
      __typename: 'LeaderboardRebuilt',
      wasWrong: false,
    });
    expect(await standings('rebuilt')).toEqual(before);
  });

  it('mends a board that was damaged, and says that it was wrong', async () => {
    const id = await openedId(world, 'damaged');
    const { fingerprint } = await rebuild(id, 'rebuild-2');
    await rows(world.database, 'update standing set score = score + 1 where leaderboard_id = $1', [id]);
    expect(await rebuild(id, 'rebuild-3')).toMatchObject({ wasWrong: true, fingerprint });
  });

  it('never lets a version go back', async () => {
    const id = await openedId(world, 'versioned');
    const version = async () =>
      BigInt(
        (await world.ask<{ leaderboard: { version: string } }>(`{ leaderboard(id: "${id}") { version } }`))
          .leaderboard.version,
      );
    const before = await version();
    await rebuild(id, 'rebuild-4');
    expect(await version()).toBeGreaterThan(before);
  });

  it.each(['no-id', idOf('no such board')])('of %s is refused', async (id) => {
    expect(await rebuild(id, `rebuild-${id}`)).toMatchObject({ __typename: 'LeaderboardNotFound' });
  });
});

describe('replaying the topic', () => {
  it('builds the same history and the same boards from what was told', async () => {
    const all = [...history, bought({ ...bread, purchase: 'p3', member: 'eve' })];
    await world.bus.publish('rewards.events', all.map(encodeEvent));
    const before = await standings('rebuilt');
    expect(await replayHistory(world.database, world.bus)).toEqual({ factCount: 4, wrongBoards: [] });
    expect(await standings('rebuilt')).toEqual(before);
  });
});
