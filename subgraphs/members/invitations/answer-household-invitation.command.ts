/**
 * The invited member's own answer: only a yes puts her into the household. Two who say yes to the last place at once
 * stand in line at the household's lock, and one of them finds it full.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { CallerOf } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { changeHousehold, isSeated, lockHousehold } from '../households/change-household.command.js';
import { type AlreadyInHousehold, type HouseholdFull, withRoom, withSeat } from '../households/household.js';
import { lockMembers } from '../people/lock-members.command.js';
import { actingMember, type MemberMerged, type MemberNotFound } from '../standing/member-standing.js';
import {
  answerable,
  type Invitation,
  type InvitationNotFound,
  type InvitationNotOpen,
} from './invitation.js';
import { InvitationStore } from './invitation.store.js';

type Decided = { readonly invitationId: string };
type Refusal =
  | MemberNotFound
  | MemberMerged
  | InvitationNotFound
  | InvitationNotOpen
  | AlreadyInHousehold
  | HouseholdFull;
export type AnswerHouseholdInvitationRefusal = Refusal | KeyReused;

export async function answerHouseholdInvitation(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: CallerOf<'member'>;
    readonly key: string;
    readonly invitationId: string;
    readonly isAccepted: boolean;
  },
): Promise<Result<Replayable<Decided>, AnswerHouseholdInvitationRefusal>> {
  const { caller, key, invitationId, isAccepted } = request;
  const { memberId } = caller;
  const command = { caller, key, command: 'answerHouseholdInvitation', input: { invitationId, isAccepted } };
  return once<Decided, Refusal>(database, command, async (transaction) => {
    const [locked] = await lockMembers(transaction, [memberId]);
    const member = actingMember(memberId, locked);
    if (!member.ok) return member;
    const invitations = new InvitationStore(transaction);
    const [named] = await invitations.withIds([invitationId]);
    if (named !== null && named !== undefined) await lockHousehold(transaction, named.householdId);
    // Read again: it may have been withdrawn while the lock was waited for.
    const [found = null] = await invitations.withIds([invitationId]);
    const invitation = answerable(invitationId, found, memberId);
    if (!invitation.ok) return invitation;
    const at = clock.now();
    const joined = isAccepted ? await join(transaction, invitation.value, at) : ok(null);
    if (!joined.ok) return joined;
    await invitations.end(invitationId, isAccepted ? 'ACCEPTED' : 'DECLINED', at);
    return ok({ invitationId });
  });
}

async function join(
  transaction: Transaction,
  { householdId, memberId, monthlyDrawLimit }: Invitation,
  at: Date,
): Promise<Result<null, AlreadyInHousehold | HouseholdFull>> {
  if (await isSeated(transaction, memberId)) return refused({ kind: 'AlreadyInHousehold', memberId });
  const household = await lockHousehold(transaction, householdId);
  if (household === null) throw new Error(`household ${householdId} invited and is gone`);
  const roomy = withRoom(household);
  if (!roomy.ok) return roomy;
  await changeHousehold(transaction, withSeat(roomy.value, { memberId, joinedAt: at, monthlyDrawLimit }), at);
  return ok(null);
}
