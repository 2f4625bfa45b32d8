/**
 * Takes a member out of a household: by her own will, or by that of its owner or an operator. What she earned stays
 * hers; the invitations of a household that is closed by it are withdrawn.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { withdrawInvitations } from '../invitations/withdraw-invitations.command.js';
import { lockMembers } from '../people/lock-members.command.js';
import { changeHousehold, lockHousehold } from './change-household.command.js';
import {
  type Household,
  type HouseholdMemberNotFound,
  type HouseholdNotFound,
  type NotHouseholdOwner,
  ownedHousehold,
  seatOf,
  withoutSeat,
} from './household.js';

export type Left = { readonly householdId: string; readonly isClosed: boolean };
type Refusal = HouseholdNotFound | NotHouseholdOwner | HouseholdMemberNotFound;
export type LeaveHouseholdRefusal = Refusal | KeyReused;

export async function leaveHousehold(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly householdId: string;
    readonly memberId: string;
  },
): Promise<Result<Replayable<Left>, LeaveHouseholdRefusal>> {
  const { caller, key, householdId, memberId } = request;
  const command = { caller, key, command: 'leaveHousehold', input: { householdId, memberId } };
  return once<Left, Refusal>(database, command, async (transaction) => {
    await lockMembers(transaction, [memberId]);
    const locked = await lockHousehold(transaction, householdId);
    const isOwn = caller.kind === 'member' && caller.memberId === memberId;
    const open = locked?.closedAt === null && seatOf(locked, memberId) !== undefined && isOwn;
    const found = open ? ok(locked) : ownedHousehold(householdId, locked, actorOf(caller));
    if (!found.ok) return found;
    if (seatOf(found.value, memberId) === undefined) {
      return refused({ kind: 'HouseholdMemberNotFound', memberId });
    }
    return ok(await leave(transaction, { household: found.value, memberId, at: clock.now() }));
  });
}

const actorOf = (caller: Caller): string | null => (caller.kind === 'member' ? caller.memberId : null);

async function leave(
  transaction: Transaction,
  {
    household,
    memberId,
    at,
  }: { readonly household: Household; readonly memberId: string; readonly at: Date },
): Promise<Left> {
  const left = withoutSeat(household, memberId, at);
  await changeHousehold(transaction, left, at);
  const isClosed = left.closedAt !== null;
  if (isClosed) await withdrawInvitations(transaction, { toHouseholdId: household.id }, at);
  return { householdId: household.id, isClosed };
}
