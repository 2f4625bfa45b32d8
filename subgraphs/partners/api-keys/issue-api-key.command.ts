/**
 * Issues an API key to a partner. The secret is in this one answer and nowhere else: it is not stored with the answer
 * either, so a repeated request gets the key without it.
 */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { PartnerNotFound } from '../registry/partner.js';
import { lockedPartner } from '../registry/partner.query.js';
import { type ApiKey, type ApiKeyLimitReached, oneMoreKey } from './api-key.js';
import { newSecret } from './api-key.secret.js';
import { ApiKeyStore } from './api-key.store.js';

export type IssueApiKeyRefusal = PartnerNotFound | ApiKeyLimitReached | KeyReused;

export async function issueApiKey(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly partnerId: string;
    readonly label: string;
  },
): Promise<Result<Replayable<{ apiKey: ApiKey; secret: string | null }>, IssueApiKeyRefusal>> {
  const { caller, key, partnerId, label } = request;
  const { secret, prefix, hash } = newSecret();
  const command = { caller, key, command: 'issueApiKey', input: { partnerId, label } };
  const result = await once<{ apiKey: ApiKey }, PartnerNotFound | ApiKeyLimitReached>(
    database,
    command,
    async (transaction) => {
      const partner = await lockedPartner(transaction, partnerId);
      if (partner === null) return refused({ kind: 'PartnerNotFound', partnerId });
      const keys = new ApiKeyStore(transaction);
      const [former = []] = await keys.ofPartners([partner.id]);
      const allowed = oneMoreKey(partner.id, former);
      if (!allowed.ok) return allowed;
      const facts = { id: newId<string>(), partnerId: partner.id, label, prefix, issuedAt: clock.now() };
      const apiKey: ApiKey = { ...facts, revokedAt: null, lastUsedAt: null };
      await keys.add(apiKey, hash);
      return ok({ apiKey });
    },
  );
  if (!result.ok) return result;
  return ok({ ...result.value, secret: result.value.replayed ? null : secret });
}
