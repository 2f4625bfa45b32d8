/** Reads of partners, batched: however many are asked for in a request, one statement reads them. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId, type PartnerId } from '../../../shared/values/ids.js';
import type { Partner } from './partner.js';
import { PartnerStore } from './partner.store.js';

const PARTNERS = Symbol('partners by id');

/** Gives the partner of an id; null for none, and for a text that is no id. */
export async function partnerById(
  database: DataSource,
  context: RequestContext,
  id: string,
): Promise<Partner | null> {
  if (!isId(id)) return null;
  const loader = context.perRequest(
    PARTNERS,
    () => new DataLoader<string, Partner | null>((ids) => new PartnerStore(database.manager).withIds(ids)),
  );
  return loader.load(id.toLowerCase());
}

export function partnersPage(database: DataSource, after: string | null, limit: number): Promise<Partner[]> {
  return new PartnerStore(database.manager).page(after, limit);
}

/**
 * Gives the partner for a change: until the transaction ends nobody else changes it or anything that is counted per
 * partner (its agreements, its live keys). Null for none.
 */
export async function lockedPartner(transaction: Transaction, id: string): Promise<Partner | null> {
  return isId(id) ? new PartnerStore(transaction).locked(id as PartnerId) : null;
}
