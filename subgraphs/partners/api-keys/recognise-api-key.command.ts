/**
 * Tells whose a live API key is, and now and then notes that it is in use. Called by the gateway for every till's
 * request.
 */
import type { DataSource } from 'typeorm';
import { type ApiKey, isUseWorthNoting } from './api-key.js';
import { hashFromHex } from './api-key.secret.js';
import { ApiKeyStore } from './api-key.store.js';

/** Gives the live key with this hash; null for an unknown or revoked one, and for a text that is no hash. */
export async function recogniseApiKey(
  database: DataSource,
  { secretHash, now }: { readonly secretHash: string; readonly now: Date },
): Promise<ApiKey | null> {
  const hash = hashFromHex(secretHash);
  if (hash === null) return null;
  const keys = new ApiKeyStore(database.manager);
  const key = await keys.liveWithHash(hash);
  if (key !== null && isUseWorthNoting(key.lastUsedAt, now)) await keys.noteUse(key.id, now);
  return key;
}
