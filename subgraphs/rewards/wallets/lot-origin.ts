/**
 * Where the points of a lot come from: issuer, agreement and rate at issue. Points that go to someone else, or back to
 * their issuer, take these with them.
 */
import type { AgreementId, LotId, PartnerId } from '../../../shared/values/ids.js';
import type { LotMoments } from '../ledger/lot.js';

export interface LotOrigin extends LotMoments {
  readonly id: LotId;
  readonly issuerPartnerId: PartnerId;
  readonly agreementId: AgreementId;
  readonly fundingMinorPerThousand: bigint;
  readonly original: bigint;
  readonly remaining: bigint;
  readonly held: bigint;
  readonly earnedAt: Date;
  readonly closedAs: 'EXPIRED' | 'CANCELLED' | null;
}
