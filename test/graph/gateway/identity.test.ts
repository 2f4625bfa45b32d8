/** Who is let in, and what is said to whoever is not, before anything runs. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Door, eventually, Follower, openDoor } from './fixture/door.js';

const API_KEY = 'ck_live_0123456789abcdefghij';
const MEMBER_ID = '0197f5a0-0000-7000-8000-000000000001' as never;
const WHO = '{ who }';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  const hash = createHash('sha256').update(API_KEY).digest('hex');
  door.world.apiKeys.set(hash, { apiKeyId: 'k1', partnerId: 'p1' });
});
beforeEach(() => {
  door.world.asked.length = 0;
});
afterAll(() => door.gateway.stop());

describe('the caller that a subgraph sees', () => {
  test('is anonymous without any identity', async () => {
    expect((await door.ask(WHO)).data).toEqual({ who: 'anonymous' });
  });

  test('is a partner with an API key, looked up once for many requests', async () => {
    const authorization = `Bearer ${API_KEY}`;
    const answers = await Promise.all([1, 2, 3].map(() => door.ask(WHO, { authorization })));
    expect(answers.map((answer) => answer.data)).toEqual(Array(3).fill({ who: 'partner' }));
    expect(door.world.asked.filter((field) => field === 'apiKeyOwner')).toHaveLength(1);
  });

  test.each(['operator', 'auditor', 'member'] as const)('is a %s with a token of that role', async (role) => {
    const token = await door.devIssuer.issue({ role, subject: 's', memberId: MEMBER_ID, ttlSeconds: 60 });
    expect((await door.ask(WHO, { authorization: `Bearer ${token}` })).data).toEqual({ who: role });
  });
});

describe('an identity that is not good is refused with 401 and says what is wrong', () => {
  const refused = async (authorization: string, words: string) => {
    const { status, headers, errors } = await door.ask(WHO, { authorization });
    expect([status, errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    expect(errors[0]?.message).toContain(words);
    expect(headers.get('www-authenticate')).toContain('Bearer');
    expect(door.world.asked.filter((field) => field !== 'apiKeyOwner')).toEqual([]);
  };

  test('an expired token', async () => {
    const token = await door.devIssuer.issue({ role: 'operator', subject: 's', ttlSeconds: -60 });
    await refused(`Bearer ${token}`, 'expired');
  });
  test('a token that was changed', async () => {
    const token = await door.devIssuer.issue({ role: 'auditor', subject: 's', ttlSeconds: 60 });
    const [header, payload, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...claims, coalition_role: 'operator' })).toString(
      'base64url',
    );
    await refused(`Bearer ${header}.${forged}.${signature}`, 'signature');
  });
  test('an unknown API key', () => refused('Bearer ck_live_unknownunknownunknown', 'unknown or revoked'));
  test('a malformed API key', () => refused('Bearer ck_live_', 'unknown or revoked'));
  test('what is neither', () => refused('Bearer hello', 'neither a token nor an API key'));
  test('another scheme', () => refused('Basic dXNlcjpwYXNz', 'Bearer'));
  test('a token of a member who is not named', async () => {
    const token = await door.devIssuer.issue({ role: 'member', subject: 's', ttlSeconds: 60 });
    await refused(`Bearer ${token}`, 'coalition_member');
  });
});

describe('over a socket', () => {
  test('the identity of the connection counts for its queries', async () => {
    const client = door.client(`Bearer ${API_KEY}`);
    const follower = new Follower(client, { query: WHO });
    const frame = await follower.until(() => follower.frames[0]);
    expect(frame.data).toEqual({ who: 'partner' });
    await client.dispose();
  });

  test('an unknown key closes it with 4401', async () => {
    const client = door.client('Bearer ck_live_unknownunknownunknown');
    const follower = new Follower(client, { query: WHO });
    expect(await follower.until(() => follower.ended)).toMatchObject({ code: 4401 });
  });

  test('it is closed with 4401 when its token expires, and its subscription is torn down', async () => {
    const token = await door.devIssuer.issue({ role: 'auditor', subject: 's', ttlSeconds: 1 });
    const client = door.client(`Bearer ${token}`);
    const follower = new Follower(client, { query: 'subscription { boardChanged { version } }' });
    await follower.boardOf(1);
    expect(await follower.until(() => follower.ended)).toMatchObject({ code: 4401 });
    await eventually(() => door.world.followers.size === 0);
  });
});

test('a socket that is open with an API key is closed with 4401 when the key is revoked', async () => {
  const other = await openDoor({ limits: { apiKeyBelievedMs: 100 } });
  const hash = createHash('sha256').update(API_KEY).digest('hex');
  other.world.apiKeys.set(hash, { apiKeyId: 'k1', partnerId: 'p1' });
  const client = other.client(`Bearer ${API_KEY}`);
  const follower = new Follower(client, { query: 'subscription { boardChanged { version } }' });
  await follower.boardOf(1);
  other.world.apiKeys.clear();
  expect(await follower.until(() => follower.ended)).toMatchObject({ code: 4401 });
  await eventually(() => other.world.followers.size === 0);
  await other.gateway.stop();
});

test('the development issuer publishes its keys, and gives tokens to nobody unless opened', async () => {
  const discovery = await fetch(`${door.gateway.url}/dev/issuer/.well-known/openid-configuration`);
  const { jwks_uri } = (await discovery.json()) as { jwks_uri: string };
  const { keys } = (await (await fetch(jwks_uri)).json()) as { keys: Record<string, unknown>[] };
  expect(keys[0]).toMatchObject({ alg: 'ES256', use: 'sig' });
  expect(keys[0]).not.toHaveProperty('d');
  const asked = await fetch(`${door.gateway.url}/dev/issuer/token`, { method: 'POST' });
  expect(asked.status).toBe(404);
});

test('what is only for the gateway is not in the public graph', async () => {
  const { errors } = await door.ask('{ apiKeyOwner(secretHash: "x") { partnerId } }');
  expect(errors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
});
