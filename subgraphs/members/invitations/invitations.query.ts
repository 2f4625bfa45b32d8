/** Reads of invitations, batched: the open ones of a page of members or households are one statement. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { Invitation } from './invitation.js';
import { InvitationStore } from './invitation.store.js';

const OF_HOUSEHOLD = Symbol('open invitations by household');
const OF_MEMBER = Symbol('open invitations by member');

type Lists = DataLoader<string, Invitation[]>;

export async function invitationById(database: DataSource, id: string): Promise<Invitation | null> {
  const [invitation = null] = await new InvitationStore(database.manager).withIds([id]);
  return invitation;
}

export function openInvitationsToHousehold(
  database: DataSource,
  context: RequestContext,
  householdId: string,
): Promise<Invitation[]> {
  const loader = context.perRequest(
    OF_HOUSEHOLD,
    (): Lists => new DataLoader((ids) => new InvitationStore(database.manager).openOfHouseholds(ids)),
  );
  return loader.load(householdId);
}

export function openInvitationsOfMember(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<Invitation[]> {
  const loader = context.perRequest(
    OF_MEMBER,
    (): Lists => new DataLoader((ids) => new InvitationStore(database.manager).openOfMembers(ids)),
  );
  return loader.load(memberId);
}
