/** The keys of an issuer that lives elsewhere: known ones are believed while it is away, new ones are found. */
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { openDevIssuer } from '../../../gateway/identity/dev-issuer.js';
import { TokenVerifier } from '../../../gateway/identity/tokens.js';

let office: Server | undefined;
afterEach(() => {
  vi.useRealTimers();
  office?.close();
});

const openIssuer = async () =>
  openDevIssuer({ folder: await mkdtemp(join(tmpdir(), 'keys-')), log: pino({ level: 'silent' }) });

async function publish(keys: () => JSONWebKeySet): Promise<URL> {
  const server = createServer((_request, response) => response.end(JSON.stringify(keys())));
  office = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`);
}

function trusting({ trusted }: Awaited<ReturnType<typeof openIssuer>>, keys: URL): TokenVerifier {
  return new TokenVerifier({ issuers: [{ ...trusted, keys }] });
}

test('an issuer that is away for an hour signs nobody out', async () => {
  const issuer = await openIssuer();
  const verifier = trusting(issuer, await publish(() => issuer.publicKeys));
  const token = await issuer.issue({ role: 'operator', subject: 'olga', ttlSeconds: 7_200 });
  await verifier.verify(token);
  office?.close();
  office?.closeAllConnections();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  expect((await verifier.verify(token)).caller).toEqual({ kind: 'operator', subject: 'olga' });
  expect((await verifier.verify(token)).caller).toEqual({ kind: 'operator', subject: 'olga' });
});

test('a new key of the issuer is found by the first token that it signed', async () => {
  const [old, renewed] = [await openIssuer(), await openIssuer()];
  let published = old.publicKeys;
  const verifier = trusting(old, await publish(() => published));
  await verifier.verify(await old.issue({ role: 'auditor', subject: 'ann', ttlSeconds: 7_200 }));
  published = renewed.publicKeys;
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  const token = await renewed.issue({ role: 'auditor', subject: 'ann', ttlSeconds: 60 });
  expect((await verifier.verify(token)).caller).toEqual({ kind: 'auditor', subject: 'ann' });
});
