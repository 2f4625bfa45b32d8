/**
 * Terms between the coalition and a partner, as the partners subgraph told them: what points cost it and what they
 * bring it.
 */
import type { AgreementId, PartnerId, StoreId } from '../../../shared/values/ids.js';
import { roundHalfUp } from '../../../shared/values/money.js';
import type { Points } from '../../../shared/values/points.js';

export interface Agreement {
  readonly id: AgreementId;
  readonly currency: string;
  readonly earnPoints: bigint;
  readonly earnPerMinor: bigint;
  readonly fundingMinorPerThousand: bigint;
  readonly reimbursementMinorPerThousand: bigint;
  readonly operatorFeeBasisPoints: bigint;
}

export type PartnerStatus = 'INVITED' | 'ACTIVE' | 'EARN_CLOSED' | 'BURN_CLOSED' | 'SETTLED';

/** A store with the standing of its partner: what a till is, to the ledger. */
export interface StoreFacts {
  readonly storeId: StoreId;
  readonly partnerId: PartnerId;
  readonly partnerStatus: PartnerStatus;
}

/** A partner on its way out stops earning first and spending later, so that members can still use what they have. */
export function isOpenFor(act: 'EARN' | 'BURN', status: PartnerStatus): boolean {
  return status === 'ACTIVE' || (act === 'BURN' && status === 'EARN_CLOSED');
}

/**
 * What an issuer owes the coalition for points: the funding of their later spending, and the operator's fee on it.
 */
export function costOfIssuing(
  points: Points,
  agreement: Agreement,
): { fundingMinor: bigint; feeMinor: bigint } {
  const fundingMinor = roundHalfUp(points * agreement.fundingMinorPerThousand, 1000n);
  return { fundingMinor, feeMinor: roundHalfUp(fundingMinor * agreement.operatorFeeBasisPoints, 10_000n) };
}

/** What the coalition owes a partner that took points as payment. */
export function reimbursementFor(points: Points, agreement: Agreement): bigint {
  return roundHalfUp(points * agreement.reimbursementMinorPerThousand, 1000n);
}
