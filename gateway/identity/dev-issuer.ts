/**
 * A small OpenID issuer for development and the demo, so that signing in works on a machine without internet.
 *
 * Its key is kept in the data folder, so tokens survive a restart. Tokens are made in the process; the HTTP
 * endpoint that makes a token for anyone who asks exists only when it is opened on purpose, and says so in the log
 * at every start.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  SignJWT,
} from 'jose';
import type { Logger } from 'pino';
import type { MemberId } from '../../shared/values/ids.js';
import type { TrustedIssuer } from './tokens.js';

const KEY_FILE = 'dev-issuer.key.json';

export interface TokenRequest {
  readonly role: 'member' | 'operator' | 'auditor';
  readonly subject: string;
  /** Needed by the role member. */
  readonly memberId?: MemberId;
  readonly ttlSeconds: number;
}

export interface DevIssuer {
  readonly trusted: TrustedIssuer;
  readonly publicKeys: JSONWebKeySet;
  /** Whether POST /dev/issuer/token gives a token of any role to anyone. */
  readonly isTokenEndpointOpen: boolean;
  issue(request: TokenRequest): Promise<string>;
}

export interface DevIssuerOptions {
  readonly folder: string;
  readonly log: Logger;
  readonly issuer?: string;
  readonly audience?: string;
  readonly isTokenEndpointOpen?: boolean;
}

export async function openDevIssuer(options: DevIssuerOptions): Promise<DevIssuer> {
  const {
    issuer = 'http://localhost/dev/issuer',
    audience = 'coalition',
    isTokenEndpointOpen = false,
  } = options;
  const privateJwk = await keptKey(options.folder);
  const key = (await importJWK(privateJwk, 'ES256')) as CryptoKey;
  const kid = await calculateJwkThumbprint(privateJwk);
  const { d: _private, ...publicJwk } = privateJwk;
  const publicKeys = { keys: [{ ...publicJwk, kid, alg: 'ES256', use: 'sig' }] };
  if (isTokenEndpointOpen) {
    options.log.warn(
      'the development issuer gives tokens of every role to anyone who asks: never expose this process',
    );
  }
  return {
    trusted: { issuer, audience, keys: publicKeys, algorithms: ['ES256'] },
    publicKeys,
    isTokenEndpointOpen,
    issue: ({ role, subject, memberId, ttlSeconds }) =>
      new SignJWT({ coalition_role: role, ...(memberId === undefined ? {} : { coalition_member: memberId }) })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1_000) + ttlSeconds)
        .sign(key),
  };
}

async function keptKey(folder: string): Promise<JWK> {
  const file = join(folder, KEY_FILE);
  const kept = await readFile(file, 'utf8').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return null;
    throw fault;
  });
  if (kept !== null) return JSON.parse(kept) as JWK;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  await mkdir(folder, { recursive: true });
  // Readable by its owner alone, and never over a key that another process has just written.
  await writeFile(file, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' }).catch(
    (fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EEXIST') throw fault;
    },
  );
  return JSON.parse(await readFile(file, 'utf8')) as JWK;
}
