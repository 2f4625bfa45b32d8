/** Reads of API keys for their owners, batched. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { ApiKey } from './api-key.js';
import { ApiKeyStore } from './api-key.store.js';

const API_KEYS = Symbol('api keys by partner');

export function apiKeysOfPartner(
  database: DataSource,
  context: RequestContext,
  partnerId: string,
): Promise<ApiKey[]> {
  const loader = context.perRequest(
    API_KEYS,
    () => new DataLoader<string, ApiKey[]>((ids) => new ApiKeyStore(database.manager).ofPartners(ids)),
  );
  return loader.load(partnerId);
}
