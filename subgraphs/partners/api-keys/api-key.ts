/**
 * API keys of partners: how they look, and how many may live at once.
 *
 * Two live keys let a partner change over without an outage; a third would be one nobody watches. The secret itself is known
 * here only for the moment in which it is shown.
 */
import { createHash } from 'node:crypto';
import type { PartnerId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export const LIVE_KEYS_MAX = 2;
export const SECRET_BYTES = 32;

/** Found by secret scanners, told apart from any other token at a glance. */
const MARK = 'ck_live_';
const PREFIX_LENGTH = MARK.length + 6;

export interface ApiKey {
  readonly id: string;
  readonly partnerId: PartnerId;
  readonly label: string;
  /** The beginning of the secret, kept to recognise the key in a list. */
  readonly prefix: string;
  readonly issuedAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface ApiKeyLimitReached {
  readonly kind: 'ApiKeyLimitReached';
  readonly partnerId: PartnerId;
  readonly liveKeysMax: number;
}

/** Dresses 32 random bytes as a secret, with the hash and the prefix that are all we keep of it. */
export function secretOf(random: Buffer): {
  readonly secret: string;
  readonly prefix: string;
  readonly hash: Buffer;
} {
  const secret = `${MARK}${random.toString('base64url')}`;
  return { secret, prefix: secret.slice(0, PREFIX_LENGTH), hash: hashOfSecret(secret) };
}

/** SHA-256 is enough: the secret has 256 bits of its own, there is nothing to guess and so nothing to slow down. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Decides whether a partner with these keys may have one more. */
export function oneMoreKey(
  partnerId: PartnerId,
  keys: readonly Pick<ApiKey, 'revokedAt'>[],
): Result<{ readonly liveKeys: number }, ApiKeyLimitReached> {
  const liveKeys = keys.filter(({ revokedAt }) => revokedAt === null).length;
  if (liveKeys < LIVE_KEYS_MAX) return ok({ liveKeys: liveKeys + 1 });
  return refused({ kind: 'ApiKeyLimitReached', partnerId, liveKeysMax: LIVE_KEYS_MAX });
}

/** How far behind the last use may be shown: writing it on every call would make each read of a till a write. */
export const LAST_USE_GRAIN_MS = 5 * 60_000;

export function isUseWorthNoting(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= LAST_USE_GRAIN_MS;
}
