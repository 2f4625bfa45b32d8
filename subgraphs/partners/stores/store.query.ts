/** Reads of stores, batched: however many are asked for in a request, one statement reads them. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import type { Store } from './store.js';
import { StoreStore } from './store.store.js';

const STORES = Symbol('stores by id');
const STORES_OF_PARTNER = Symbol('stores by partner');

/** Gives the store of an id; null for none, and for a text that is no id. */
export async function storeById(
  database: DataSource,
  context: RequestContext,
  id: string,
): Promise<Store | null> {
  if (!isId(id)) return null;
  const loader = context.perRequest(
    STORES,
    () => new DataLoader<string, Store | null>((ids) => new StoreStore(database.manager).withIds(ids)),
  );
  return loader.load(id.toLowerCase());
}

interface Wanted {
  readonly partnerId: string;
  readonly first: number;
}

/**
 * Gives the first stores of a partner. Partners asked for together are read together, with the largest number asked
 * for.
 */
export function storesOfPartner(
  database: DataSource,
  context: RequestContext,
  wanted: Wanted,
): Promise<Store[]> {
  const loader = context.perRequest(
    STORES_OF_PARTNER,
    () =>
      new DataLoader<Wanted, Store[], string>((batch) => firstOfEach(database, batch), {
        cacheKeyFn: ({ partnerId, first }) => `${partnerId} ${first}`,
      }),
  );
  return loader.load(wanted);
}

async function firstOfEach(database: DataSource, batch: readonly Wanted[]): Promise<Store[][]> {
  const most = Math.max(...batch.map(({ first }) => first));
  const found = await new StoreStore(database.manager).ofPartners(
    batch.map(({ partnerId }) => partnerId),
    most,
  );
  return batch.map(({ first }, index) => (found[index] ?? []).slice(0, first));
}
