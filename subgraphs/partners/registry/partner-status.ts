/**
 * The life of a partner in the coalition: one direction, one step at a time, so that an exit is orderly.
 *
 * INVITED has no rights yet; ACTIVE issues and takes points; EARN_CLOSED only takes them; BURN_CLOSED does neither
 * but still has figures to settle; SETTLED is history. Points that a leaving partner issued live on at the others
 * (SEMANTICS 37).
 */
import type { PartnerId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export const partnerStatuses = ['INVITED', 'ACTIVE', 'EARN_CLOSED', 'BURN_CLOSED', 'SETTLED'] as const;
export type PartnerStatus = (typeof partnerStatuses)[number];

const nextStatus: Readonly<Record<PartnerStatus, PartnerStatus | null>> = {
  INVITED: 'ACTIVE',
  ACTIVE: 'EARN_CLOSED',
  EARN_CLOSED: 'BURN_CLOSED',
  BURN_CLOSED: 'SETTLED',
  SETTLED: null,
};

export interface PartnerStatusNotReachable {
  readonly kind: 'PartnerStatusNotReachable';
  readonly partnerId: PartnerId;
  readonly from: PartnerStatus;
  readonly to: PartnerStatus;
  /** The one status that is reachable from here; null at the end of the way. */
  readonly reachable: PartnerStatus | null;
}

export interface AgreementMissing {
  readonly kind: 'AgreementMissing';
  readonly partnerId: PartnerId;
}

export interface PartnerStanding {
  readonly partnerId: PartnerId;
  readonly status: PartnerStatus;
  /** Whether terms are in force now or will be: without them no posting of the partner could be priced. */
  readonly hasAgreementAhead: boolean;
}

/** Decides whether a partner may take the step to a status. */
export function stepTo(
  partner: PartnerStanding,
  to: PartnerStatus,
): Result<PartnerStatus, PartnerStatusNotReachable | AgreementMissing> {
  const { partnerId, status: from } = partner;
  const reachable = nextStatus[from];
  if (reachable !== to) return refused({ kind: 'PartnerStatusNotReachable', partnerId, from, to, reachable });
  if (to === 'ACTIVE' && !partner.hasAgreementAhead) return refused({ kind: 'AgreementMissing', partnerId });
  return ok(to);
}
