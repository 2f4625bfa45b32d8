/**
 * Who may see what of a member: the member, operators and auditors everything; a partner the balances that a till
 * needs, and of the history only what happened at the partner; nobody else anything.
 */
import type { Caller } from '../../../shared/platform/identity/caller.js';

/** `partnerId` set: only what is that partner's. */
export type Visibility = { readonly partnerId: string | null } | null;

export function visibilityOf(caller: Caller, memberId: string): Visibility {
  switch (caller.kind) {
    case 'operator':
    case 'auditor':
      return { partnerId: null };
    case 'member':
      return caller.memberId === memberId ? { partnerId: null } : null;
    case 'partner':
      return { partnerId: caller.partnerId };
    default:
      return null;
  }
}

/** Tells whether a record of a member at a partner may be shown. */
export function mayShow(
  caller: Caller,
  record: { readonly memberId: string; readonly partnerId: string },
): boolean {
  const visibility = visibilityOf(caller, record.memberId);
  return visibility !== null && (visibility.partnerId === null || visibility.partnerId === record.partnerId);
}

/** Tells whether a caller sees all of a member's wallet, and not only what happened at one partner. */
export function seesWhole(caller: Caller, memberId: string): boolean {
  return visibilityOf(caller, memberId)?.partnerId === null;
}
