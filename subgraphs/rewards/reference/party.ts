/**
 * A partner who takes part in an act without a till: who funds an adjustment, or receives for a cause.
 *
 * The same questions as at a till, without its store: does the coalition know it, does it take part, is it agreed.
 */
import type { PartnerId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { type Agreement, isOpenFor, type PartnerStatus } from './agreement.js';
import type { AgreementNotInForce, PartnerNotActive } from './standing.js';

export interface PartnerNotFound {
  readonly kind: 'PartnerNotFound';
  readonly partnerId: PartnerId;
}

export type PartyRefusal = PartnerNotFound | PartnerNotActive | AgreementNotInForce;

/** What was found of a partner. */
export interface PartnerFacts {
  readonly status: PartnerStatus;
  readonly agreement: Agreement | null;
}

/** Gives the agreement by which a partner takes part. */
export function agreementOfParty(
  asked: { readonly partnerId: PartnerId; readonly act: 'EARN' | 'BURN'; readonly at: Date },
  facts: PartnerFacts | null,
): Result<Agreement, PartyRefusal> {
  const { partnerId, act, at } = asked;
  if (facts === null) return refused({ kind: 'PartnerNotFound', partnerId });
  const { status, agreement } = facts;
  if (!isOpenFor(act, status)) return refused({ kind: 'PartnerNotActive', partnerId, status });
  if (agreement === null) return refused({ kind: 'AgreementNotInForce', partnerId, at });
  return ok(agreement);
}
