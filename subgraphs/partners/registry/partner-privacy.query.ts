/** Whose business figures a caller may see: those who run and check the coalition see all, a partner sees its own. */
import type { Caller } from '../../../shared/platform/identity/caller.js';

/** Tells whether terms, keys and figures of the partner are this caller's business. */
export function seesTermsOf(caller: Caller, partnerId: string): boolean {
  if (caller.kind === 'partner') return caller.partnerId === partnerId;
  return caller.kind === 'operator' || caller.kind === 'auditor';
}
