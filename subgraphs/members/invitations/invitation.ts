/**
 * An invitation to a household. Nobody sits in a household without having said yes to one, or having opened it.
 */
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { MonthlyLimit } from '../limits/monthly-limit.js';

export const invitationStates = ['OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** Twice a full household: enough to ask everybody again, too few to trouble strangers. */
export const OPEN_INVITATIONS_MAX = 14;

export interface Invitation {
  readonly id: string;
  readonly householdId: string;
  readonly memberId: string;
  readonly monthlyDrawLimit: MonthlyLimit;
  readonly state: InvitationState;
  readonly invitedAt: Date;
}

export interface InvitationNotFound {
  readonly kind: 'InvitationNotFound';
  readonly invitationId: string;
}

export interface InvitationNotOpen {
  readonly kind: 'InvitationNotOpen';
  readonly invitationId: string;
  readonly state: InvitationState;
}

export interface AlreadyInvited {
  readonly kind: 'AlreadyInvited';
  readonly invitationId: string;
}

export interface InvitationLimitReached {
  readonly kind: 'InvitationLimitReached';
  readonly limit: number;
}

/** Gives the invitation if it is this member's and not answered yet. */
export function answerable(
  invitationId: string,
  invitation: Invitation | null,
  memberId: string,
): Result<Invitation, InvitationNotFound | InvitationNotOpen> {
  if (invitation?.memberId !== memberId) return refused({ kind: 'InvitationNotFound', invitationId });
  const { state } = invitation;
  return state === 'OPEN' ? ok(invitation) : refused({ kind: 'InvitationNotOpen', invitationId, state });
}

/** Decides whether one more may be invited, given those who are and have not answered. */
export function invitable(
  open: readonly Invitation[],
  memberId: string,
): Result<null, AlreadyInvited | InvitationLimitReached> {
  const earlier = open.find((invitation) => invitation.memberId === memberId);
  if (earlier !== undefined) return refused({ kind: 'AlreadyInvited', invitationId: earlier.id });
  if (open.length < OPEN_INVITATIONS_MAX) return ok(null);
  return refused({ kind: 'InvitationLimitReached', limit: OPEN_INVITATIONS_MAX });
}
