/** What kills a bare gateway is refused at this one before any subgraph hears of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Door, openDoor } from './fixture/door.js';

let door: Door;
beforeAll(async () => {
  door = await openDoor({ isIntrospectionOpen: false });
});
beforeEach(() => {
  door.world.asked.length = 0;
});
afterAll(() => door.gateway.stop());

const nested = `{me${'{friend'.repeat(60)}{id}${'}'.repeat(60)}}`;
const bomb = [
  '{ me { ...f0 } }',
  ...Array.from(
    { length: 15 },
    (_, level) => `fragment f${level} on Member { a: id ...f${level + 1} ...f${level + 1} }`,
  ),
  'fragment f15 on Member { id }',
].join(' ');

describe('a killer is refused with its limit named, and no subgraph is asked', () => {
  const killers: [title: string, query: string, limit: string, variables?: Record<string, unknown>][] = [
    ['a query nested 60 levels deep', nested, 'depth'],
    ['a query nested 2,000 levels deep', `${'{me'.repeat(2_000)}`, 'tokens'],
    ['1,000 aliases', `{${Array.from({ length: 1_000 }, (_, i) => `a${i}:me{id}`).join(' ')}}`, 'tokens'],
    ['100 aliases', `{${Array.from({ length: 100 }, (_, i) => `a${i}:slow`).join(' ')}}`, 'aliases'],
    ['a flood of root fields', `{${'slow '.repeat(21)}}`, 'root fields'],
    ['a flood of directives', `{me{id ${'@skip(if:false)'.repeat(51)}}}`, 'directives'],
    ['a bomb of fragments', bomb.replaceAll('a: id', 'id'), 'depth|selections'],
    ['a page size by literal', '{members(first:100000){id}}', 'cost'],
    ['a page size by variable', 'query($n:Int){members(first:$n){id}}', 'cost', { n: 100_000 }],
    ['a page size by default', 'query($n:Int=100000){members(first:$n){id}}', 'cost'],
    ['a page size in an input', 'query($p:Page){paged(page:$p){id}}', 'cost', { p: { first: 100_000 } }],
    ['a page size of a connection', '{connection(first:100000){edges{node{id}}}}', 'cost'],
    ['lists in lists', '{members{friends{friends{friends{id}}}}}', 'cost'],
  ];
  test.each(killers)('%s', async (_title, query, limit, variables) => {
    const answer = await door.ask(query, variables === undefined ? {} : { variables });
    expect(answer.status).toBe(400);
    expect(answer.errors).toHaveLength(1);
    const { code, limit: named, max, requestId } = answer.errors[0]?.extensions ?? {};
    expect({ code, requestId }).toEqual({
      code: 'TOO_COSTLY',
      requestId: answer.headers.get('x-request-id'),
    });
    expect(named).toMatch(new RegExp(`^(${limit})$`));
    expect(answer.errors[0]?.message).toContain(String(max));
    expect(door.world.asked).toEqual([]);
  });
});

test('a body of 3 MB is refused by its size', async () => {
  const answer = await door.ask(`{me{id}} #${'x'.repeat(3_000_000)}`);
  expect([answer.status, answer.errors[0]?.extensions['code']]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
});

test('an operator may send a body that is too large for a stranger', async () => {
  const token = await door.devIssuer.issue({ role: 'operator', subject: 'olga', ttlSeconds: 60 });
  const query = `{me{id}} #${'x'.repeat(200_000)}`;
  expect((await door.ask(query)).status).toBe(413);
  expect((await door.ask(query, { authorization: `Bearer ${token}` })).status).toBe(200);
});

test('a batch is refused', async () => {
  const body = JSON.stringify([{ query: '{me{id}}' }, { query: '{me{id}}' }]);
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${door.gateway.url}/graphql`, { method: 'POST', headers, body });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('BAD_USER_INPUT');
  expect(door.world.asked).toEqual([]);
});

test('at most five mistakes of a document are told, and a stranger gets no hints at names', async () => {
  const { status, errors } = await door.ask(
    `{${Array.from({ length: 15 }, (_, i) => `membrs${i}`).join(' ')}}`,
  );
  expect(status).toBe(400);
  expect(errors).toHaveLength(5);
  expect(errors.every((error) => error.extensions['code'] === 'GRAPHQL_VALIDATION_FAILED')).toBe(true);
  const hinted = await door.ask('{membrs{id}}');
  expect(hinted.errors[0]?.message).not.toContain('Did you mean');
});

test('a stranger may not introspect a closed graph, a known caller may', async () => {
  const query = '{__schema{queryType{name}}}';
  expect((await door.ask(query)).errors[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  const token = await door.devIssuer.issue({ role: 'auditor', subject: 'aud', ttlSeconds: 60 });
  const { data } = await door.ask(query, { authorization: `Bearer ${token}` });
  expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
});

test('a variable of the wrong type is the sender’s mistake', async () => {
  const answer = await door.ask('query($n:Int){members(first:$n){id}}', { variables: { n: 'many' } });
  expect([answer.status, answer.errors[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
});

test('a form post from another site is refused, and so is a query by GET without the preflight header', async () => {
  const url = `${door.gateway.url}/graphql`;
  const form = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"query":"{me{id}}"}',
  });
  const get = await fetch(`${url}?query=${encodeURIComponent('{me{id}}')}`);
  expect([form.status, get.status]).toEqual([400, 400]);
  expect(await get.text()).toContain('requestId');
  expect(door.world.asked).toEqual([]);
});
