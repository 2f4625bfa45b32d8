/**
 * Invites a member to a household. Whether she sits in another one is not said: she finds that out when she answers.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { lockHousehold } from '../households/change-household.command.js';
import {
  type AlreadyInHousehold,
  type HouseholdFull,
  type HouseholdNotFound,
  type NotHouseholdOwner,
  ownedHousehold,
  seatOf,
  withRoom,
} from '../households/household.js';
import { type LimitNotValid, monthlyLimit } from '../limits/monthly-limit.js';
import { lockMemberOfCard, lockMembers } from '../people/lock-members.command.js';
import type { MemberRow } from '../people/member.row.js';
import {
  actingPerson,
  type CardNotFound,
  type MemberFacts,
  type MemberIsOrganisation,
  type MemberMerged,
  type MemberNotFound,
} from '../standing/member-standing.js';
import { type AlreadyInvited, type InvitationLimitReached, invitable } from './invitation.js';
import { InvitationStore } from './invitation.store.js';

export type Invited = { readonly memberId: string } | { readonly cardNumber: string };
type Decided = { readonly invitationId: string };
type Refusal =
  | LimitNotValid
  | HouseholdNotFound
  | NotHouseholdOwner
  | MemberNotFound
  | CardNotFound
  | MemberMerged
  | MemberIsOrganisation
  | AlreadyInHousehold
  | HouseholdFull
  | AlreadyInvited
  | InvitationLimitReached;
export type InviteToHouseholdRefusal = Refusal | KeyReused;

export interface InviteRequest {
  readonly caller: Caller;
  readonly key: string;
  readonly householdId: string;
  readonly invited: Invited;
  readonly monthlyDrawLimit: Points | null;
}

export async function inviteToHousehold(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: InviteRequest,
): Promise<Result<Replayable<Decided>, InviteToHouseholdRefusal>> {
  const { caller, key, householdId, invited } = request;
  const limit = monthlyLimit(request.monthlyDrawLimit);
  if (!limit.ok) return limit;
  const input = { householdId, invited, monthlyDrawLimit: limit.value };
  const command = { caller, key, command: 'inviteToHousehold', input };
  return once<Decided, Refusal>(database, command, async (transaction) => {
    const member = await memberOf(transaction, invited);
    const memberId = await admitted(transaction, request, member);
    if (!memberId.ok) return memberId;
    const invitations = new InvitationStore(transaction);
    const [open = []] = await invitations.openOfHouseholds([householdId]);
    const isFree = invitable(open, memberId.value);
    if (!isFree.ok) return isFree;
    const id = newId();
    const facts = { householdId, memberId: memberId.value, monthlyDrawLimit: limit.value };
    await invitations.add({ id, ...facts, state: 'OPEN', invitedAt: clock.now() }, callerId(caller));
    return ok({ invitationId: id });
  });
}

async function memberOf(transaction: Transaction, invited: Invited): Promise<MemberRow | null> {
  if ('cardNumber' in invited) return lockMemberOfCard(transaction, invited.cardNumber);
  if (!isId(invited.memberId)) return null;
  const [member = null] = await lockMembers(transaction, [invited.memberId]);
  return member;
}

/** Locks the household and decides whether this member may be asked into it; gives the member's id. */
async function admitted(
  transaction: Transaction,
  { caller, householdId, invited }: InviteRequest,
  member: MemberFacts | null,
): Promise<Result<string, Exclude<Refusal, LimitNotValid | AlreadyInvited | InvitationLimitReached>>> {
  const locked = await lockHousehold(transaction, householdId);
  const household = ownedHousehold(householdId, locked, caller.kind === 'member' ? caller.memberId : null);
  if (!household.ok) return household;
  if (member === null) {
    return refused(
      'memberId' in invited ? { kind: 'MemberNotFound', ...invited } : { kind: 'CardNotFound', ...invited },
    );
  }
  const person = actingPerson(member.id, member);
  if (!person.ok) return person;
  const { id: memberId } = person.value;
  if (seatOf(household.value, memberId) !== undefined)
    return refused({ kind: 'AlreadyInHousehold', memberId });
  const room = withRoom(household.value);
  return room.ok ? ok(memberId) : room;
}
