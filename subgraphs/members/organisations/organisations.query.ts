/** Reads of firms and their buyers, batched: those of a page of members are one statement each. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { Buyer, Organisation } from './organisation.js';
import { OrganisationStore } from './organisation.store.js';

const ORGANISATIONS = Symbol('organisations by member');
const BUYERS = Symbol('buyers by member');

export function organisationOf(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<Organisation | null> {
  const loader = context.perRequest(
    ORGANISATIONS,
    () =>
      new DataLoader<string, Organisation | null>((ids) =>
        new OrganisationStore(database.manager).ofMembers(ids),
      ),
  );
  return loader.load(memberId);
}

/** Gives the buyers of a firm, removed ones too, in order of coming. */
export function buyersOf(database: DataSource, context: RequestContext, memberId: string): Promise<Buyer[]> {
  const loader = context.perRequest(
    BUYERS,
    () => new DataLoader<string, Buyer[]>((ids) => new OrganisationStore(database.manager).buyersOf(ids)),
  );
  return loader.load(memberId);
}

export function buyerById(database: DataSource, id: string): Promise<Buyer | null> {
  return new OrganisationStore(database.manager).buyer(id);
}
