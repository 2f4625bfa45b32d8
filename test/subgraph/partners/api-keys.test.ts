/** API keys through the subgraph's own graph: shown once, two at most, recognised by the gateway alone. */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnersSubgraph } from '../../../subgraphs/partners/subgraph.js';
import { anonymous, auditor, gateway, memberCaller, operator, partnerCaller } from '../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import { act, broughtIn, ISSUE_KEY, REVOKE_KEY } from './partners-kit.js';

let world: SubgraphWorld;
beforeAll(async () => {
  world = await openSubgraphWorld(partnersSubgraph);
});
afterAll(() => world.close());

const OWNER = 'query ($hash: String!) { apiKeyOwner(secretHash: $hash) { apiKeyId partnerId } }';
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

async function ownerOf(secret: string): Promise<unknown> {
  const { data, errors } = await world.ask(gateway, OWNER, { hash: hashOf(secret) });
  expect(errors).toBeUndefined();
  return data.apiKeyOwner;
}

describe('an API key', () => {
  it('is shown once and kept nowhere', async () => {
    const input = { idempotencyKey: v7(), partnerId: await broughtIn(world), label: 'till 1' };
    const issued = await act(world, ISSUE_KEY, input);
    expect(issued.secret).toMatch(/^ck_live_[A-Za-z0-9_-]{43}$/);
    expect(issued.secret.startsWith(issued.apiKey.prefix)).toBe(true);
    expect(await act(world, ISSUE_KEY, input)).toEqual({ ...issued, secret: null, replayed: true });
    for (const table of ['api_key', 'stored_answer', 'outbox']) {
      const kept = await world.database.query(`select t::text as line from ${table} t`);
      expect(JSON.stringify(kept)).not.toContain(issued.secret);
    }
  });

  it('speaks for its partner until it is revoked', async () => {
    const partnerId = await broughtIn(world);
    const { secret, apiKey } = await act(world, ISSUE_KEY, { partnerId, label: 'till 1' });
    expect(await ownerOf(secret)).toEqual({ apiKeyId: apiKey.id, partnerId });
    expect(await ownerOf(`${secret}x`)).toBeNull();
    const revoked = await act(world, REVOKE_KEY, { apiKeyId: apiKey.id });
    expect(revoked).toMatchObject({ __typename: 'ApiKeyRevoked', apiKey: { revokedAt: expect.any(String) } });
    expect(await ownerOf(secret)).toBeNull();
  });

  it('revoked twice stays as it was revoked first', async () => {
    const { apiKey } = await act(world, ISSUE_KEY, { partnerId: await broughtIn(world), label: 'till 1' });
    const first = await act(world, REVOKE_KEY, { apiKeyId: apiKey.id });
    expect(await act(world, REVOKE_KEY, { apiKeyId: apiKey.id })).toEqual(first);
  });

  it('is one of two at most, also when three are asked for at once', async () => {
    const partnerId = await broughtIn(world);
    const issue = (label: string) => act(world, ISSUE_KEY, { partnerId, label });
    const results = await Promise.all(['a', 'b', 'c'].map(issue));
    const kinds = results.map((result) => result.__typename).sort();
    expect(kinds).toEqual(['ApiKeyIssued', 'ApiKeyIssued', 'ApiKeyLimitReached']);
    const live = results.find((result) => result.__typename === 'ApiKeyIssued');
    await act(world, REVOKE_KEY, { apiKeyId: live.apiKey.id });
    expect((await issue('d')).__typename).toBe('ApiKeyIssued');
  });

  it('notes its use now and then, not on every call', async () => {
    const partnerId = await broughtIn(world);
    const { secret } = await act(world, ISSUE_KEY, { partnerId, label: 'till 1' });
    const lastUse = async () => {
      const query = 'query ($id: ID!) { partner(id: $id) { apiKeys { lastUsedAt } } }';
      return (await world.ask(operator, query, { id: partnerId })).data.partner.apiKeys[0].lastUsedAt;
    };
    expect(await lastUse()).toBeNull();
    await ownerOf(secret);
    const first = await lastUse();
    await ownerOf(secret);
    expect(await lastUse()).toBe(first);
    world.clock.moveMinutes(6);
    await ownerOf(secret);
    expect((await lastUse()) > first).toBe(true);
  });

  it('of an unknown partner is refused, and an unknown key cannot be revoked', async () => {
    const id = v7();
    const issued = await act(world, ISSUE_KEY, { partnerId: id, label: 'x' });
    expect(issued).toEqual({ __typename: 'PartnerNotFound', partnerId: id });
    for (const apiKeyId of [id, 'no-id']) {
      expect(await act(world, REVOKE_KEY, { apiKeyId })).toEqual({ __typename: 'ApiKeyNotFound', apiKeyId });
    }
  });
});

describe('the doors of API keys', () => {
  it('only an operator issues them', async () => {
    const partnerId = await broughtIn(world);
    for (const caller of [partnerCaller(partnerId), memberCaller(), auditor]) {
      const input = { idempotencyKey: v7(), partnerId, label: 'x' };
      const { errors } = await world.ask(caller, ISSUE_KEY, { input });
      expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    }
  });

  it('only the gateway asks whose a key is', async () => {
    for (const caller of [operator, auditor, partnerCaller(), memberCaller()]) {
      const { errors } = await world.ask(caller, OWNER, { hash: hashOf('x') });
      expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    }
    const { errors } = await world.ask(anonymous, OWNER, { hash: hashOf('x') });
    expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  it('a text that is no hash belongs to nobody', async () => {
    const { data } = await world.ask(gateway, OWNER, { hash: 'no hash' });
    expect(data.apiKeyOwner).toBeNull();
  });

  it('a partner sees its own keys and nobody else does but operator and auditor', async () => {
    const id = await broughtIn(world);
    await act(world, ISSUE_KEY, { partnerId: id, label: 'till 1' });
    const query = 'query ($id: ID!) { partner(id: $id) { apiKeys { label prefix } } }';
    const seen = async (caller: Parameters<SubgraphWorld['ask']>[0]) =>
      (await world.ask(caller, query, { id })).data.partner.apiKeys.length;
    expect(await Promise.all([operator, auditor, partnerCaller(id)].map(seen))).toEqual([1, 1, 1]);
    expect(await Promise.all([anonymous, memberCaller(), partnerCaller()].map(seen))).toEqual([0, 0, 0]);
  });
});
