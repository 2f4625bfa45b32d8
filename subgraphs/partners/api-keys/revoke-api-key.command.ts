/** Revokes an API key. One that is revoked already stays as it is: whoever fears a leak may press twice. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { ApiKey, ApiKeyNotFound } from './api-key.js';
import { ApiKeyStore } from './api-key.store.js';

export type RevokeApiKeyRefusal = ApiKeyNotFound | KeyReused;

export async function revokeApiKey(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly apiKeyId: string },
): Promise<Result<Replayable<{ apiKey: ApiKey }>, RevokeApiKeyRefusal>> {
  const { caller, key, apiKeyId } = request;
  const command = { caller, key, command: 'revokeApiKey', input: { apiKeyId } };
  return once<{ apiKey: ApiKey }, ApiKeyNotFound>(database, command, async (transaction) => {
    const apiKey = isId(apiKeyId) ? await new ApiKeyStore(transaction).revoke(apiKeyId, clock.now()) : null;
    return apiKey === null ? refused({ kind: 'ApiKeyNotFound', apiKeyId }) : ok({ apiKey });
  });
}
