/**
 * Withdraws the open invitations to a household that closed, to a member that went into another one, or of a member to
 * the household in which she now sits anyway.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { InvitationStore } from './invitation.store.js';

export function withdrawInvitations(
  transaction: Transaction,
  to:
    | { readonly toHouseholdId: string }
    | { readonly toMemberId: string }
    | { readonly toHouseholdId: string; readonly toMemberId: string },
  at: Date,
): Promise<void> {
  const householdId = 'toHouseholdId' in to ? to.toHouseholdId : null;
  const memberId = 'toMemberId' in to ? to.toMemberId : null;
  return new InvitationStore(transaction).withdrawAll({ householdId, memberId }, at);
}
