/** Whose business a firm is: operators and auditors see all, a partner those that it enrolled itself. */
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { mayAudit } from '../standing/member-privacy.query.js';

interface Enrolled {
  readonly enrolledBy: string;
}

export function mayKnowOrganisation(caller: Caller, member: Enrolled): boolean {
  return mayAudit(caller) || mayRunOrganisation(caller, member);
}

export function mayRunOrganisation(caller: Caller, member: Enrolled): boolean {
  return caller.kind === 'operator' || (caller.kind === 'partner' && callerId(caller) === member.enrolledBy);
}
