/** Whose business figures a caller may see: those who run and check the coalition see all, a partner sees its own. */
import type { Caller } from '../../../shared/platform/identity/caller.js';

/**
 * Tells whether terms, keys and figures of a party are this caller's business.
 *
 * @param partnerId - the partner, or null for the operator
 */
export function seesTermsOf(caller: Caller, partnerId: string | null): boolean {
  if (caller.kind === 'partner') return caller.partnerId === partnerId;
  return caller.kind === 'operator' || caller.kind === 'auditor';
}
