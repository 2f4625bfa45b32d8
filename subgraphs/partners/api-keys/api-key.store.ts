/** Reads and writes API keys. Every read of many is one statement. */
import { type EntityManager, IsNull } from 'typeorm';
import type { ApiKey } from './api-key.js';
import { ApiKeyRow } from './api-key.row.js';

export class ApiKeyStore {
  constructor(private readonly manager: EntityManager) {}

  async add(key: ApiKey, secretHash: Buffer): Promise<void> {
    await this.manager.insert(ApiKeyRow, { ...key, secretHash });
  }

  async ofPartners(partnerIds: readonly string[]): Promise<ApiKey[][]> {
    const found = await this.manager
      .createQueryBuilder(ApiKeyRow, 'api_key')
      .where('api_key.partner_id = any(:partnerIds::uuid[])', { partnerIds })
      .orderBy('api_key.id')
      .getMany();
    return partnerIds.map((partnerId) => found.filter((key) => key.partnerId === partnerId));
  }

  liveWithHash(secretHash: Buffer): Promise<ApiKey | null> {
    return this.manager.findOneBy(ApiKeyRow, { secretHash, revokedAt: IsNull() });
  }

  /** Ends a live key. Gives the key as it now is, revoked here or before; null for none. */
  async revoke(id: string, revokedAt: Date): Promise<ApiKey | null> {
    await this.manager.update(ApiKeyRow, { id, revokedAt: IsNull() }, { revokedAt });
    return this.manager.findOneBy(ApiKeyRow, { id });
  }

  /** Two requests that note the same use write nearly the same instant: the later one wins, and nothing is lost. */
  async noteUse(id: string, lastUsedAt: Date): Promise<void> {
    await this.manager.update(ApiKeyRow, { id }, { lastUsedAt });
  }
}
