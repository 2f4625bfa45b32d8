/**
 * What kills a bare gateway, sent to the whole platform over HTTP and over a socket: refused by its code in a short
 * answer, no subgraph is asked, and the platform answers the next one who asks. The graph is closed to strangers.
 */
import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { askDoor, codesOf, type DoorAnswer, type DoorAnswerError, sendToDoor } from '../world/asking.js';
import { eventually } from '../world/eventually.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { actDocument } from '../world/public-graph.js';
import { openTwoBrands, type TwoBrands } from '../world/two-brands.js';
import { attacks } from './attacks/documents.js';
import { leaksIn } from './attacks/leaks.js';

const ANSWER_BYTES_MAX = 4_096;
const HARMLESS = '{ programmeTerms { currency } }';

let world: PlatformWorld;
let brands: TwoBrands;

beforeAll(async () => {
  world = await openPlatformWorld({
    processes: 'one process',
    keepsLog: true,
    settings: { INTROSPECTION: 'false' },
  });
  brands = await openTwoBrands(world);
});
afterAll(() => world?.stop());

/** How often the gateway asked any subgraph so far. */
const asked = (): number => world.logged().filter((line) => line.includes('a subgraph is asked')).length;

async function expectAlive(): Promise<void> {
  const { data } = await askDoor(world.url, { query: HARMLESS });
  expect(data).toEqual({ programmeTerms: { currency: 'EUR' } });
}

function expectRefused(errors: readonly DoorAnswerError[], { code, limit }: (typeof attacks)[number]): void {
  expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set([code]));
  expect(errors.length).toBeLessThanOrEqual(5);
  if (limit !== undefined) expect(errors[0]?.extensions['limit']).toMatch(limit);
  const text = JSON.stringify(errors);
  expect(text.length).toBeLessThanOrEqual(ANSWER_BYTES_MAX);
  expect(text).not.toMatch(/Did you mean|call stack|node_modules|at \w+ \(/);
}

const rows = attacks.map((attack): [string, typeof attack] => [attack.title, attack]);

describe('over HTTP', () => {
  it.each(rows)('%s is refused before any subgraph is asked', async (_title, attack) => {
    const before = asked();
    const answer = await askDoor(world.url, attack);
    expect(answer.status).toBe(attack.code === 'UNAUTHENTICATED' ? 401 : 400);
    expectRefused(answer.errors, attack);
    expect(answer.text.length).toBeLessThanOrEqual(ANSWER_BYTES_MAX);
    expect(asked()).toBe(before);
    await expectAlive();
  });

  const json = { 'content-type': 'application/json' };
  const mutation = 'mutation { voidPoints(input: { idempotencyKey: "x", holdId: "x" }) { __typename } }';
  const requests: [title: string, request: RequestInit, search: string, answered: (string | number)[]][] = [
    [
      'a body of 3 MB',
      { method: 'POST', headers: json, body: JSON.stringify({ query: HARMLESS, x: 'x'.repeat(3_000_000) }) },
      '',
      [413, 'PAYLOAD_TOO_LARGE'],
    ],
    [
      'a batch',
      { method: 'POST', headers: json, body: JSON.stringify([{ query: HARMLESS }, { query: HARMLESS }]) },
      '',
      [400, 'BAD_USER_INPUT'],
    ],
    [
      'a form of another site',
      {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({ query: mutation }),
      },
      '',
      [400, 'BAD_USER_INPUT'],
    ],
    [
      'an encoded form',
      { method: 'POST', body: new URLSearchParams({ query: HARMLESS }) },
      '',
      [400, 'BAD_USER_INPUT'],
    ],
    ['a link', { method: 'GET' }, `?query=${encodeURIComponent(HARMLESS)}`, [400, 'BAD_USER_INPUT']],
    [
      'a mutation by GET',
      { method: 'GET', headers: { 'apollo-require-preflight': 'yes' } },
      `?query=${encodeURIComponent(mutation)}`,
      [405],
    ],
    ['no JSON', { method: 'POST', headers: json, body: '{' }, '', [400, 'BAD_USER_INPUT']],
    [
      'another character set',
      { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-16' }, body: '{}' },
      '',
      [400, 'BAD_USER_INPUT'],
    ],
    [
      'variables that are a list',
      { method: 'POST', headers: json, body: JSON.stringify({ query: HARMLESS, variables: [1] }) },
      '',
      [400, 'BAD_USER_INPUT'],
    ],
  ];
  it.each(requests)(
    '%s is refused before any subgraph is asked',
    async (_title, request, search, [status, ...codes]) => {
      const before = asked();
      const answer = await sendToDoor(world.url, request, search);
      expect(answer.status).toBe(status);
      if (codes.length > 0) expect(codesOf(answer)).toEqual(codes);
      expect(answer.text.length).toBeLessThanOrEqual(ANSWER_BYTES_MAX);
      expect(asked()).toBe(before);
      await expectAlive();
    },
  );

  it('names of the prototype are names like others, and nothing is polluted', async () => {
    const query = '{ __proto__: programmeTerms { constructor: currency toString: currency } }';
    const variables = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const polluting = await sendToDoor(world.url, {
      method: 'POST',
      headers: json,
      body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
    });
    expect(polluting.status).toBeLessThan(500);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['currency']).toBeUndefined();
    await expectAlive();
  });

  it('variables as deep as a body is long are a mistake of the sender', async () => {
    const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`;
    const body = `{"query":"query ($id: ID!) { partner(id: $id) { id } }","variables":{"id":${deep}}}`;
    const answer = await sendToDoor(world.url, { method: 'POST', headers: json, body });
    expect([answer.status, ...codesOf(answer)]).toEqual([400, 'BAD_USER_INPUT']);
    await expectAlive();
  });

  it('points, roles and owners cannot be added to an input', async () => {
    for (const field of ['points: "1"', 'partnerId: "x"', 'role: "operator"']) {
      const query = `mutation { issueCard(input: { idempotencyKey: "x", memberId: "x", ${field} }) { __typename } }`;
      expect(codesOf(await askDoor(world.url, { query, credential: brands.grocer.apiKey }))).toEqual([
        'GRAPHQL_VALIDATION_FAILED',
      ]);
    }
  });
});

function socketClient(credential?: string): Client {
  return createClient({
    url: `${world.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(credential === undefined ? {} : { connectionParams: { authorization: `Bearer ${credential}` } }),
  });
}

/** Asks over a socket once and gives the errors, or how the socket was closed. */
function errorsOver(
  client: Client,
  query: string,
  variables = {},
): Promise<readonly DoorAnswerError[] | { code: number }> {
  return new Promise((resolve) => {
    client.subscribe(
      { query, variables },
      {
        next: ({ errors = [] }) => resolve(errors as unknown as DoorAnswerError[]),
        error: (fault) => resolve(fault as DoorAnswerError[]),
        complete: () => resolve([]),
      },
    );
  });
}

describe('over a socket', () => {
  const small = rows.filter(([, { query }]) => query.length < 60_000);
  it.each(small)('%s is refused before any subgraph is asked', async (_title, attack) => {
    const before = asked();
    const client = socketClient();
    const errors = await errorsOver(client, attack.query, attack.variables);
    expect(errors).toBeInstanceOf(Array);
    expectRefused(errors as readonly DoorAnswerError[], attack);
    expect(asked()).toBe(before);
    await client.dispose();
    await expectAlive();
  });

  it('a subscription is measured, validated and hides the graph like a query', async () => {
    const client = socketClient();
    const deep = `subscription { leaderboardChanged(leaderboardId: "x") {
        leaderboard { standings(first: 100000) { edges { cursor } } } } }`;
    const wrong = 'subscription { leaderboardChangd(leaderboardId: "x") { version } }';
    for (const [query, code] of [
      [deep, 'TOO_COSTLY'],
      [wrong, 'GRAPHQL_VALIDATION_FAILED'],
    ] as const) {
      const errors = (await errorsOver(client, query)) as readonly DoorAnswerError[];
      expect(errors[0]?.extensions.code).toBe(code);
      expect(errors[0]?.message).not.toContain('Did you mean');
    }
    await client.dispose();
  });

  it('the twenty-first subscription of a socket is refused, and the twenty go on', async () => {
    const client = socketClient();
    const query = `subscription { leaderboardChanged(leaderboardId: "${brands.leaderboardId}") { version } }`;
    const seen: number[] = [];
    for (let number = 1; number <= 20; number += 1)
      client.subscribe(
        { query },
        { next: () => void seen.push(number), error: () => undefined, complete: () => undefined },
      );
    await eventually(() => seen.length === 20);
    const errors = (await errorsOver(client, query)) as readonly DoorAnswerError[];
    expect(errors[0]?.extensions).toMatchObject({ code: 'TOO_COSTLY', max: 20 });
    expect(new Set(seen).size).toBe(20);
    await client.dispose();
  });

  const closing = async (act: (socket: WebSocket) => void): Promise<number> => {
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.once('open', () => act(socket));
    return closed;
  };

  it('a socket that says nothing is closed', async () => {
    expect(await closing(() => undefined)).toBe(4408);
  });
  it('a message of 100 KB closes the socket', async () => {
    expect(await closing((socket) => socket.send('x'.repeat(100_000)))).toBe(1009);
  });
  it('an operation before the greeting closes the socket', async () => {
    const early = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: HARMLESS } });
    expect(await closing((socket) => socket.send(early))).toBe(4401);
  });
  it('a socket is closed when its token expires', async () => {
    const token = await world.devIssuer?.issue({ role: 'auditor', subject: 'arno', ttlSeconds: 1 });
    const query = `subscription { leaderboardChanged(leaderboardId: "${brands.leaderboardId}") { version } }`;
    const fault = await new Promise<unknown>((resolve) => {
      socketClient(token).subscribe(
        { query },
        { next: () => undefined, error: resolve, complete: () => resolve(null) },
      );
    });
    expect(fault).toMatchObject({ code: 4401 });
    await expectAlive();
  });
  it('a page of another site opens no socket', async () => {
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      origin: 'https://evil.example',
    });
    const refused = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(refused.message).toContain('403');
  });
});

describe('the log of all this, at its most talkative', () => {
  const plant = { phone: '+4915777770001', nickname: 'Plantedname' };
  const enrol = (key: string): Promise<DoorAnswer> =>
    askDoor(world.url, {
      query: actDocument('enrolMember'),
      variables: { input: { idempotencyKey: key, ...plant } },
      credential: brands.grocer.apiKey,
    });

  it('holds no phone, nickname, token or API key, not even of what broke in the database', async () => {
    const operator = await world.devIssuer?.issue({ role: 'operator', subject: 'olga', ttlSeconds: 600 });
    const wrong = `{ findMember(phone: "${plant.phone}", nickname: "${plant.nickname}") { id } }`;
    await askDoor(world.url, { query: wrong, credential: operator });
    await askDoor(world.url, { query: HARMLESS, credential: `${operator}x` });
    await askDoor(world.url, { query: HARMLESS, credential: `${brands.grocer.apiKey}x` });
    await world.sql('alter table members.member rename column nickname to broken');
    const broken = await enrol('broken');
    await world.sql('alter table members.member rename column broken to nickname');
    expect(codesOf(broken)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(broken.text).not.toMatch(/nickname|column|select|insert/i);
    expect(world.logged().some((line) => line.includes('a resolver failed'))).toBe(true);
    const secrets = [plant.phone, plant.nickname, operator ?? '', brands.grocer.apiKey];
    expect(leaksIn(world.logged(), [...secrets, ...planted(brands)])).toEqual([]);
  });
});

function planted({ anna, ben, hotel, invited }: TwoBrands): string[] {
  return [anna, ben].flatMap(({ phone, nickname }) => [phone, nickname]).concat(hotel.apiKey, invited.apiKey);
}
