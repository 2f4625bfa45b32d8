/**
 * Places on boards as anyone may ask for them: ties, pages, around a member, windows, and how many statements
 * that takes.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../shared/platform/database/transaction.js';
import { purchaseListeners } from '../../../subgraphs/gamification/projection/purchases.listener.js';
import { bought, idOf, returned } from '../../unit/gamification/game-world.js';
import { type GamificationWorld, openedId, openGamificationWorld } from './gamification-world.js';

let world: GamificationWorld;
let board: string;
const names = new Map<string, string>();

const scores = { ada: 90, bob: 70, cy: 70, dan: 70, eve: 50, fay: 40, gus: 30 };

function points(member: string, value: number, minute = 0, month = '11') {
  names.set(idOf(member), member);
  const at = `2026-${month}-20T10:${String(minute).padStart(2, '0')}:00Z`;
  return bought({ purchase: `${member} ${value} ${month}`, member, at, points: value, quantity: 2 });
}

beforeAll(async () => {
  world = await openGamificationWorld();
  board = await openedId(world, 'points-by-month', { window: 'MONTH' });
  await openedId(world, 'purchases', { metric: 'PURCHASES' });
  // Cy reached 70 last and Dan first: among equals the order is dan, bob, cy.
  const minutes: Record<string, number> = { dan: 1, bob: 2, cy: 3 };
  await world.hear(Object.entries(scores).map(([member, value]) => points(member, value, minutes[member])));
  await world.hear([points('hal', 5, 0, '10')]);
  // Ida gave everything back before it was known that she bought it: she stands nowhere.
  const back = { purchase: 'ida 9 11', member: 'ida', at: '2026-11-20T10:00:00Z', points: 9, quantity: 2 };
  await world.hear([returned({ ...back, return: 'ida back' }), points('ida', 9)]);
});
afterAll(() => world.stop());

interface Node {
  readonly rank: number;
  readonly score: string;
  readonly member: { readonly id: string };
}
const FIELDS = 'rank score member { id }';
const told = ({ rank, score, member }: Node) => `${rank} ${names.get(member.id)} ${score}`;

async function page(args: string) {
  const query = `{ leaderboard(id: "${board}") { standings(${args}) {
    edges { cursor node { ${FIELDS} } } pageInfo { hasNextPage endCursor } } } }`;
  type Page = { edges: { node: Node }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  const { leaderboard } = await world.ask<{ leaderboard: { standings: Page } }>(query);
  const { edges, pageInfo } = leaderboard.standings;
  return { rows: edges.map(({ node }) => told(node)), ...pageInfo };
}

async function around(member: string, radius: number) {
  const query = `{ leaderboard(id: "${board}") {
    around(memberId: "${idOf(member)}", radius: ${radius}) { ${FIELDS} } } }`;
  return (await world.ask<{ leaderboard: { around: Node[] } }>(query)).leaderboard.around.map(told);
}

const november = ['1 ada 90', '2 dan 70', '2 bob 70', '2 cy 70', '5 eve 50', '6 fay 40', '7 gus 30'];

describe('the standings', () => {
  it('share a place for equal scores, in the order in which they were reached', async () => {
    expect((await page('first: 20')).rows).toEqual(november);
  });

  it.each([1, 2, 3, 4])('are the same in pages of %i, also through a tie', async (size) => {
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const { rows, hasNextPage, endCursor } = await page(`first: ${size}${after}`);
      seen.push(...rows);
      if (!hasNextPage) break;
      after = `, after: "${endCursor}"`;
    }
    expect(seen).toEqual(november);
  });

  it('of an earlier window are kept', async () => {
    expect((await page('windowKey: "2026-10"')).rows).toEqual(['1 hal 5']);
  });

  it('of a window in which nothing happened are empty', async () => {
    expect(await page('windowKey: "2020-01"')).toEqual({ rows: [], hasNextPage: false, endCursor: null });
  });

  const forged = (...key: readonly string[]) =>
    `after: "${Buffer.from(JSON.stringify(key)).toString('base64url')}"`;

  it.each([
    ...['windowKey: "2026-W47"', 'first: 0', 'first: 101', 'after: "x"'],
    forged('9'.repeat(19), '2026-11-20T10:00:00.000Z', idOf('ada')),
    forged('70', '0000-01-01T00:00:00.000Z', idOf('ada')),
  ])('with %s are turned away', async (args) => {
    const { errors } = await world.answer(
      `{ leaderboard(id: "${board}") { standings(${args}) { edges { cursor } } } }`,
    );
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });
});

describe('around a member', () => {
  it.each([
    ['ada', ['1 ada 90', '2 dan 70', '2 bob 70']],
    ['bob', ['2 dan 70', '2 bob 70', '2 cy 70']],
    ['eve', ['2 cy 70', '5 eve 50', '6 fay 40']],
    ['gus', ['5 eve 50', '6 fay 40', '7 gus 30']],
  ])('%s are the neighbours, shifted at the ends', async (member, expected) => {
    expect(await around(member, 1)).toEqual(expected);
  });

  it('is the whole board when it is small', async () => {
    expect(await around('cy', 50)).toEqual(november);
  });

  it.each(['ida', 'nobody'])('%s, who stands nowhere, is nobody', async (member) => {
    expect(await around(member, 3)).toEqual([]);
  });
});

describe('a board', () => {
  it('is found by id or by code, and not by neither', async () => {
    const byCode = await world.ask<{ leaderboard: { id: string } }>(
      '{ leaderboard(code: "points-by-month") { id } }',
    );
    expect(byCode.leaderboard.id).toBe(board);
    expect(
      await world.ask('{ a: leaderboard(id: "no-id") { id } b: leaderboard(code: "none") { id } }'),
    ).toEqual({ a: null, b: null });
    expect((await world.answer('{ leaderboard { id } }')).errors?.[0]?.extensions?.['code']).toBe(
      'BAD_USER_INPUT',
    );
  });

  it('is not found by a code, nor paged by a window, that none can have', async () => {
    expect(
      await world.ask('query ($code: String!) { leaderboard(code: $code) { id } }', { code: '\0' }),
    ).toEqual({ leaderboard: null });
    const after = Buffer.from(JSON.stringify(['\0'])).toString('base64url');
    const { errors } = await world.answer(
      `{ leaderboard(id: "${board}") { windows(after: "${after}") { edges { cursor } } } }`,
    );
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  it('lists its windows, the latest first, with those who stand in each', async () => {
    const query = `{ leaderboard(id: "${board}") { currentWindowKey participantCount
      windows { edges { node { windowKey participantCount } } } } }`;
    expect(await world.ask(query)).toEqual({
      leaderboard: {
        currentWindowKey: '2026-11',
        participantCount: '7',
        windows: {
          edges: [
            { node: { windowKey: '2026-11', participantCount: '7' } },
            { node: { windowKey: '2026-10', participantCount: '1' } },
          ],
        },
      },
    });
  });

  it('says where a member stands, and null where they do not', async () => {
    const query = `{ leaderboard(id: "${board}") {
      cy: standingOf(memberId: "${idOf('cy')}") { rank windowKey reachedAt }
      ida: standingOf(memberId: "${idOf('ida')}") { rank } none: standingOf(memberId: "x") { rank } } }`;
    expect(await world.ask(query)).toEqual({
      leaderboard: {
        cy: { rank: 2, windowKey: '2026-11', reachedAt: '2026-11-20T10:03:00.000Z' },
        ida: null,
        none: null,
      },
    });
  });
});

describe('the number of statements', () => {
  it('is two for the standings of every board', async () => {
    await world.ask(
      `{ leaderboards { id participantCount version standings { edges { node { ${FIELDS} } } } } }`,
    );
    expect(world.statements.length).toBeLessThanOrEqual(3);
  });

  it('is two for all places of a hundred members', async () => {
    const members = [...Object.keys(scores), ...Array.from({ length: 93 }, (_, index) => `m${index}`)];
    const representations = members.map((member) => ({ __typename: 'Member', id: idOf(member) }));
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Member { id standings { rank leaderboard { code } } } } }`;
    type Entities = {
      readonly _entities: { standings: { rank: number; leaderboard: { code: string } }[] }[];
    };
    const { _entities: found } = await world.ask<Entities>(query, { representations });
    expect(world.statements).toHaveLength(2);
    expect(found).toHaveLength(100);
    expect(found[1]?.standings).toEqual([
      { rank: 2, leaderboard: { code: 'points-by-month' } },
      { rank: 1, leaderboard: { code: 'purchases' } },
    ]);
    expect(found.at(-1)?.standings).toEqual([]);
  });

  it('does not grow with the batch that is counted', async () => {
    const one = await statementsToHear(1);
    expect(await statementsToHear(150)).toBe(one);
  });
});

async function statementsToHear(count: number): Promise<number> {
  const [listener] = purchaseListeners(world.bus);
  const events = Array.from({ length: count }, (_, index) =>
    bought({
      purchase: `many ${count} ${index}`,
      member: `m${index}`,
      at: '2025-01-01T00:00:00Z',
      points: 1,
    }),
  );
  world.statements.length = 0;
  await inTransaction(world.database, (transaction) => listener.hear(events, transaction));
  return world.statements.length;
}
