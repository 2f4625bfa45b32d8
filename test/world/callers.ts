/** Callers as the gateway would have established them, for tests that ask a subgraph directly. */
import { v7 } from 'uuid';
import type { CallerOf } from '../../shared/platform/identity/caller.js';
import type { MemberId, PartnerId } from '../../shared/values/ids.js';

export const anonymous: CallerOf<'anonymous'> = { kind: 'anonymous' };
export const operator: CallerOf<'operator'> = { kind: 'operator', subject: 'olga' };
export const auditor: CallerOf<'auditor'> = { kind: 'auditor', subject: 'arno' };
export const gateway: CallerOf<'gateway'> = { kind: 'gateway' };

export function memberCaller(memberId: string = v7()): CallerOf<'member'> {
  return { kind: 'member', memberId: memberId as MemberId };
}

export function partnerCaller(partnerId: string = v7()): CallerOf<'partner'> {
  return { kind: 'partner', partnerId: partnerId as PartnerId, apiKeyId: v7() };
}
