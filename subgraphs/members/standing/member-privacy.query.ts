/**
 * Who may know what of a member: the member itself and those who serve it at a till, run the coalition or check it.
 */
import type { Caller } from '../../../shared/platform/identity/caller.js';

interface Named {
  readonly id: string;
}

export function isOwn(caller: Caller, member: Named): boolean {
  return caller.kind === 'member' && caller.memberId === member.id;
}

/** Tells whether the caller is more than a stranger to the member. */
export function mayKnow(caller: Caller, member: Named): boolean {
  return isOwn(caller, member) || ['partner', 'operator', 'auditor'].includes(caller.kind);
}

export function mayAudit(caller: Caller): boolean {
  return caller.kind === 'operator' || caller.kind === 'auditor';
}
