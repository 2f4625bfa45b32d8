/**
 * What a merge of two members does to their places in households, and what its undoing gives back. Both members are
 * locked.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { withdrawInvitations } from '../invitations/withdraw-invitations.command.js';
import { changeHousehold, lockHousehold, lockHouseholdOf } from './change-household.command.js';
import { seatOf, withSeatsJoined, withSeatTakenOver } from './household.js';

export interface HouseholdsDiffer {
  readonly kind: 'HouseholdsDiffer';
  readonly sourceMemberId: string;
  readonly targetMemberId: string;
}

interface Merge {
  readonly sourceMemberId: string;
  readonly targetMemberId: string;
  readonly at: Date;
}

/** Gives the household whose seat the target took over, null for none. Two seats of one household become one. */
export async function mergeSeats(
  transaction: Transaction,
  { sourceMemberId, targetMemberId, at }: Merge,
): Promise<Result<string | null, HouseholdsDiffer>> {
  const household = await lockHouseholdOf(transaction, sourceMemberId);
  if (household !== null) {
    const seated = await lockHouseholdOf(transaction, targetMemberId);
    if (seated !== null && seated.id !== household.id) {
      return refused({ kind: 'HouseholdsDiffer', sourceMemberId, targetMemberId });
    }
    const merge = seated === null ? withSeatTakenOver : withSeatsJoined;
    await changeHousehold(transaction, merge(household, sourceMemberId, targetMemberId), at);
    await withdrawInvitations(transaction, { toMemberId: sourceMemberId }, at);
    const needless = { toHouseholdId: household.id, toMemberId: targetMemberId };
    await withdrawInvitations(transaction, needless, at);
    return ok(seated === null ? household.id : null);
  }
  await withdrawInvitations(transaction, { toMemberId: sourceMemberId }, at);
  return ok(null);
}

/** Gives a seat that was taken over back, unless the target left it since. */
export async function unmergeSeat(
  transaction: Transaction,
  { householdId, sourceMemberId, targetMemberId, at }: Merge & { readonly householdId: string },
): Promise<void> {
  const household = await lockHousehold(transaction, householdId);
  if (household === null || seatOf(household, targetMemberId) === undefined) return;
  await changeHousehold(transaction, withSeatTakenOver(household, targetMemberId, sourceMemberId), at);
}
