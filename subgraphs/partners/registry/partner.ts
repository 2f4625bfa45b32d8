/** A partner: a brand in the coalition, and what can be wrong with naming one. */
import type { PartnerId } from '../../../shared/values/ids.js';
import type { PartnerStatus } from './partner-status.js';

export interface Partner {
  readonly id: PartnerId;
  readonly name: string;
  /** What it sells, in the operator's words: "grocery", "fuel". */
  readonly trade: string;
  readonly status: PartnerStatus;
  /** Counts the changes, so that whoever keeps a copy can tell the newer one. */
  readonly version: number;
  readonly joinedAt: Date;
}

export interface PartnerNotFound {
  readonly kind: 'PartnerNotFound';
  readonly partnerId: string;
}

/** Names are compared without regard to case: to a member two spellings are one brand. */
export interface PartnerNameTaken {
  readonly kind: 'PartnerNameTaken';
  readonly name: string;
}
