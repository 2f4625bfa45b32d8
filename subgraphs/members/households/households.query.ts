/** Reads of households, batched: those of a page of members are two statements. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { mayAudit } from '../standing/member-privacy.query.js';
import { type Household, seatOf } from './household.js';
import { HouseholdStore } from './household.store.js';

const BY_ID = Symbol('households by id');
const BY_MEMBER = Symbol('households by member');

type Households = DataLoader<string, Household | null>;

export function householdById(
  database: DataSource,
  context: RequestContext,
  id: string,
): Promise<Household | null> {
  const loader = context.perRequest(
    BY_ID,
    (): Households => new DataLoader((ids) => new HouseholdStore(database.manager).withIds(ids)),
  );
  return loader.load(id);
}

/** Gives the household in which a member sits. */
export function householdOfMember(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<Household | null> {
  const loader = context.perRequest(
    BY_MEMBER,
    (): Households => new DataLoader((ids) => new HouseholdStore(database.manager).ofMembers(ids)),
  );
  return loader.load(memberId);
}

/** Tells whether a household is this caller's business: those who sit in it, operators and auditors. */
export function mayKnowHousehold(caller: Caller, household: Household): boolean {
  return mayAudit(caller) || (caller.kind === 'member' && seatOf(household, caller.memberId) !== undefined);
}

/** Gives the household of an id if it is this caller's business. */
export async function visibleHousehold(
  database: DataSource,
  context: RequestContext,
  id: string,
): Promise<Household | null> {
  const household = await householdById(database, context, id);
  return household !== null && mayKnowHousehold(context.caller, household) ? household : null;
}
