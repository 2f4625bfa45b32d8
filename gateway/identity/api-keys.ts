/**
 * Partner API keys: recognised by their prefix, known to the partners subgraph only by the SHA-256 of the whole key.
 *
 * Answers, also negative ones, are remembered for ten seconds, which is the longest a revoked key can still be
 * used; an open socket asks again as often. A key is never logged or sent on.
 */
import { createHash } from 'node:crypto';
import { DoorError } from '../../shared/platform/graph/door-errors.js';
import type { SubgraphEndpoint } from '../../shared/platform/graph/subgraph-endpoint.js';
import type { Caller } from '../../shared/platform/identity/caller.js';
import type { PartnerId } from '../../shared/values/ids.js';
import { defaultLimits } from '../limits/limits.js';

const API_KEY = /^ck_(live|demo)_[A-Za-z0-9_-]{16,200}$/;
const OWNER_QUERY = 'query($hash: String!){ apiKeyOwner(secretHash: $hash) { apiKeyId partnerId } }';

const REMEMBERED_MAX = 10_000;
const LOOKUP_TIMEOUT_MS = 2_000;

interface Remembered {
  readonly until: number;
  readonly owner: Promise<Caller | null>;
}

/** Tells an API key from a token by its prefix; a malformed key is still a key, and refused as unknown. */
export function isApiKey(presented: string): boolean {
  return presented.startsWith('ck_');
}

export class ApiKeyDirectory {
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly partners: SubgraphEndpoint,
    private readonly now: () => number = Date.now,
    private readonly rememberedMs: number = defaultLimits.apiKeyBelievedMs,
  ) {}

  /** @throws DoorError UNAUTHENTICATED for an unknown or revoked key; SUBGRAPH_UNAVAILABLE when it cannot be checked */
  async owner(apiKey: string, requestId: string): Promise<Caller> {
    const owner = API_KEY.test(apiKey) ? await this.lookUp(hashOf(apiKey), requestId) : null;
    if (owner !== null) return owner;
    throw new DoorError('UNAUTHENTICATED', 'This API key is unknown or revoked.');
  }

  /** Requests that arrive together with one key share one question. */
  private lookUp(hash: string, requestId: string): Promise<Caller | null> {
    const known = this.remembered.get(hash);
    if (known !== undefined && known.until > this.now()) return known.owner;
    const owner = this.ask(hash, requestId);
    this.remember(hash, { owner, until: this.now() + this.rememberedMs });
    // A question that failed is not an answer.
    void owner.catch(() => this.remembered.delete(hash));
    return owner;
  }

  private remember(hash: string, answer: Remembered): void {
    this.remembered.delete(hash);
    this.remembered.set(hash, answer);
    if (this.remembered.size <= REMEMBERED_MAX) return;
    const [oldest] = this.remembered.keys();
    if (oldest !== undefined) this.remembered.delete(oldest);
  }

  private async ask(hash: string, requestId: string): Promise<Caller | null> {
    const result = await this.partners
      .execute({
        query: OWNER_QUERY,
        variables: { hash },
        caller: { kind: 'gateway' },
        requestId,
        signal: AbortSignal.timeout(LOOKUP_TIMEOUT_MS),
      })
      .catch(() => null);
    if (result === null || (result.errors?.length ?? 0) > 0 || result.data == null) {
      throw new DoorError(
        'SUBGRAPH_UNAVAILABLE',
        'API keys cannot be checked now. Send the same request again soon.',
      );
    }
    const found = result.data['apiKeyOwner'] as { apiKeyId: string; partnerId: string } | null;
    if (found === null) return null;
    return { kind: 'partner', partnerId: found.partnerId as PartnerId, apiKeyId: found.apiKeyId };
  }
}

function hashOf(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex');
}
