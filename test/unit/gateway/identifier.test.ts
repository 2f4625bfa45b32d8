/** API keys and tokens, each way in which they may be wrong. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { ApiKeyDirectory } from '../../../gateway/identity/api-keys.js';
import { openDevIssuer } from '../../../gateway/identity/dev-issuer.js';
import { Identifier } from '../../../gateway/identity/identifier.js';
import { TokenVerifier } from '../../../gateway/identity/tokens.js';
import type { SubgraphEndpoint, SubgraphRequest } from '../../../shared/platform/graph/subgraph-endpoint.js';

const KEY = 'ck_demo_0123456789abcdef';
const log = pino({ level: 'silent' });
const MEMBER_ID = '0197f5a0-0000-7000-8000-000000000001' as never;

/** The partners subgraph, as far as keys go; `isUp` is the link that a test may break. */
function keyOffice(owners: Record<string, { apiKeyId: string; partnerId: string }>) {
  const office = { isUp: true, now: 0, asked: [] as SubgraphRequest[] };
  const endpoint: SubgraphEndpoint = {
    async execute(request) {
      office.asked.push(request);
      if (!office.isUp) throw new Error('connect ECONNREFUSED');
      return { data: { apiKeyOwner: owners[String(request.variables?.['hash'])] ?? null } };
    },
    subscribe: () => {
      throw new Error('keys are never streamed');
    },
    close: async () => undefined,
  };
  return { office, directory: new ApiKeyDirectory(endpoint, () => office.now) };
}

const hash = createHash('sha256').update(KEY).digest('hex');
const known = { [hash]: { apiKeyId: 'k1', partnerId: 'p1' } };

describe('an API key', () => {
  test('is asked by its hash, as the gateway itself, and never sent', async () => {
    const { office, directory } = keyOffice(known);
    expect(await directory.owner(KEY, 'r')).toEqual({ kind: 'partner', partnerId: 'p1', apiKeyId: 'k1' });
    expect(office.asked[0]).toMatchObject({ variables: { hash }, caller: { kind: 'gateway' } });
    expect(JSON.stringify(office.asked)).not.toContain(KEY);
  });

  test('is remembered for ten seconds and then asked again', async () => {
    const { office, directory } = keyOffice(known);
    await directory.owner(KEY, 'r');
    office.now = 9_999;
    await directory.owner(KEY, 'r');
    expect(office.asked).toHaveLength(1);
    office.now = 10_001;
    await directory.owner(KEY, 'r');
    expect(office.asked).toHaveLength(2);
  });

  test('that is unknown is remembered as such', async () => {
    const { office, directory } = keyOffice({});
    for (const _ of [1, 2])
      await expect(directory.owner(KEY, 'r')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(office.asked).toHaveLength(1);
  });

  test('that cannot be checked is not remembered, and the caller may try again', async () => {
    const { office, directory } = keyOffice(known);
    office.isUp = false;
    await expect(directory.owner(KEY, 'r')).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    office.isUp = true;
    expect(await directory.owner(KEY, 'r')).toMatchObject({ kind: 'partner' });
  });

  test.each(['ck_live_short', 'ck_test_0123456789abcdef', `ck_live_${'x'.repeat(300)}`])(
    'of a wrong form (%s) is refused without asking anyone',
    async (key) => {
      const { office, directory } = keyOffice(known);
      await expect(directory.owner(key, 'r')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      expect(office.asked).toEqual([]);
    },
  );
});

describe('a token', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'issuer-'));
  const issuer = await openDevIssuer({ folder, log });
  const { privateKey } = await generateKeyPair('ES256');
  const identifier = new Identifier(
    new TokenVerifier({ issuers: [issuer.trusted] }),
    keyOffice({}).directory,
  );
  const identify = (token: string) => identifier.identify(`Bearer ${token}`, 'r');
  const foreign = (claims: Record<string, unknown>, issuedBy = issuer.trusted.issuer) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(issuedBy)
      .setAudience('coalition')
      .setSubject('s')
      .setExpirationTime('1m')
      .sign(privateKey);

  test('names its member and its end', async () => {
    const token = await issuer.issue({ role: 'member', subject: 's', memberId: MEMBER_ID, ttlSeconds: 60 });
    const { caller, expiresAt } = await identify(token);
    expect(caller).toEqual({ kind: 'member', memberId: MEMBER_ID });
    expect(expiresAt?.getTime()).toBeGreaterThan(Date.now());
  });

  test('survives a restart of its issuer, whose key only its owner can read', async () => {
    const token = await issuer.issue({ role: 'operator', subject: 'olga', ttlSeconds: 60 });
    const again = await openDevIssuer({ folder, log });
    const verifier = new TokenVerifier({ issuers: [again.trusted] });
    expect((await verifier.verify(token)).caller).toEqual({ kind: 'operator', subject: 'olga' });
    const file = join(folder, 'dev-issuer.key.json');
    expect((await stat(file)).mode & 0o077).toBe(0);
    const { d: secret } = JSON.parse(await readFile(file, 'utf8')) as { d: string };
    expect(JSON.stringify(again.publicKeys)).not.toContain(secret);
  });

  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const unsigned = (claims: object) => `${encoded({ alg: 'none' })}.${encoded(claims)}.`;

  test.each([
    ['expired', () => issuer.issue({ role: 'operator', subject: 's', ttlSeconds: -10 }), 'expired'],
    [
      'of another issuer',
      () => foreign({ coalition_role: 'operator' }, 'https://evil.example'),
      'does not trust',
    ],
    ['signed by another key', () => foreign({ coalition_role: 'operator' }), 'signature'],
    [
      'not signed',
      async () => unsigned({ iss: issuer.trusted.issuer, coalition_role: 'operator' }),
      'not allowed',
    ],
    [
      'without its member',
      () => issuer.issue({ role: 'member', subject: 's', ttlSeconds: 60 }),
      'coalition_member',
    ],
    [
      'of no known role',
      () => issuer.issue({ role: 'god' as never, subject: 's', ttlSeconds: 60 }),
      'coalition_role',
    ],
    ['cut short', async () => 'eyJhbGciOiJFUzI1NiJ9.e30', 'neither a token'],
  ])('%s is refused and told why', async (_wrong, make, words) => {
    await expect(identify(await make())).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining(words),
    });
  });

  test('for another audience is refused', async () => {
    const other = await openDevIssuer({ folder, log, audience: 'another' });
    const token = await other.issue({ role: 'operator', subject: 's', ttlSeconds: 60 });
    await expect(identify(token)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('aud'),
    });
  });
});

test('nothing presented is anonymous, something that is not an identity is not', async () => {
  const identifier = new Identifier(new TokenVerifier({ issuers: [] }), keyOffice({}).directory);
  expect((await identifier.identify(undefined, 'r')).caller).toEqual({ kind: 'anonymous' });
  await expect(identifier.identify('Basic abc', 'r')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
