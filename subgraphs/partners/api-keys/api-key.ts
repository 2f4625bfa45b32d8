/**
 * API keys of partners: how many may live at once, and when their use is worth a note.
 *
 * Two live keys let a partner change over without an outage; a third would be one nobody watches.
 */
import type { PartnerId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export const LIVE_KEYS_MAX = 2;

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
  readonly limit: number;
}

export interface ApiKeyNotFound {
  readonly kind: 'ApiKeyNotFound';
  readonly apiKeyId: string;
}

/** Decides whether a partner with these keys may have one more; gives how many live ones it then has. */
export function oneMoreKey(
  partnerId: PartnerId,
  keys: readonly Pick<ApiKey, 'revokedAt'>[],
): Result<number, ApiKeyLimitReached> {
  const liveKeys = keys.filter(({ revokedAt }) => revokedAt === null).length;
  if (liveKeys < LIVE_KEYS_MAX) return ok(liveKeys + 1);
  return refused({ kind: 'ApiKeyLimitReached', partnerId, limit: LIVE_KEYS_MAX });
}

/** How far behind the last use may be shown: writing it on every call would make each read of a till a write. */
export const LAST_USE_GRAIN_MS = 5 * 60_000;

export function isUseWorthNoting(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= LAST_USE_GRAIN_MS;
}
