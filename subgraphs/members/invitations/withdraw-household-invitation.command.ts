/** Takes an open invitation back. The owner of the household and operators may. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { lockHousehold } from '../households/change-household.command.js';
import { type NotHouseholdOwner, ownedHousehold } from '../households/household.js';
import { answerable, type InvitationNotFound, type InvitationNotOpen } from './invitation.js';
import { InvitationStore } from './invitation.store.js';

type Decided = { readonly invitationId: string };
type Refusal = InvitationNotFound | InvitationNotOpen | NotHouseholdOwner;
export type WithdrawHouseholdInvitationRefusal = Refusal | KeyReused;

export async function withdrawHouseholdInvitation(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly invitationId: string },
): Promise<Result<Replayable<Decided>, WithdrawHouseholdInvitationRefusal>> {
  const { caller, key, invitationId } = request;
  const command = { caller, key, command: 'withdrawHouseholdInvitation', input: { invitationId } };
  return once<Decided, Refusal>(database, command, async (transaction) => {
    const invitations = new InvitationStore(transaction);
    const [named] = await invitations.withIds([invitationId]);
    if (named === null || named === undefined) return refused({ kind: 'InvitationNotFound', invitationId });
    const household = await lockHousehold(transaction, named.householdId);
    const actorId = caller.kind === 'member' ? caller.memberId : null;
    const owned = ownedHousehold(named.householdId, household, actorId);
    if (!owned.ok) {
      const { kind, householdId } = owned.refusal;
      // A stranger is not told that there is one.
      return refused(
        kind === 'NotHouseholdOwner' ? { kind, householdId } : { kind: 'InvitationNotFound', invitationId },
      );
    }
    // Read again: it may have been answered while the lock was waited for.
    const [found = null] = await invitations.withIds([invitationId]);
    const invitation = answerable(invitationId, found, named.memberId);
    if (!invitation.ok) return invitation;
    await invitations.end(invitationId, 'WITHDRAWN', clock.now());
    return ok({ invitationId });
  });
}
