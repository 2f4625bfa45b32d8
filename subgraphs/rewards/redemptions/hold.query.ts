/** Reads holds, batched, each only for those who may see it. */
import DataLoader from 'dataloader';
import type { DataSource, EntityManager } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import { mayShow } from '../wallets/visibility.query.js';
import type { Hold } from './hold.js';
import { HoldStore } from './hold.store.js';

const HOLDS = Symbol('holds by id');

/** Gives a hold that the caller may see; null for any other id. */
export async function holdById(
  database: DataSource,
  context: RequestContext,
  id: string,
): Promise<Hold | null> {
  if (!isId(id)) return null;
  const read = (ids: readonly string[]) => new HoldStore(database.manager).withIds(ids);
  const hold = await context
    .perRequest(HOLDS, () => new DataLoader(read, { cache: false }))
    .load(id.toLowerCase());
  return hold !== null && mayShow(context.caller, hold) ? hold : null;
}

/** Gives the open holds of a member, oldest first. */
export function openHoldsOf(runner: EntityManager, memberId: string, now: Date): Promise<readonly Hold[]> {
  return new HoldStore(runner).openOf(memberId, now);
}
