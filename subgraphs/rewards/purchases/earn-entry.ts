/**
 * The entry of an earning: the lot that the member gets, and what the issuing partner owes for it.
 *
 * Points come from the partner's issuance; its receivable pays the fund for their later spending and the operator's
 * fee.
 */
import type { EntryId, LotId, PurchaseId } from '../../../shared/values/ids.js';
import type { EntryDraft, NewLot } from '../ledger/entry.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import type { Earning } from './earning.js';

export interface EarnIds {
  readonly entryId: EntryId;
  readonly lotId: LotId;
  readonly purchaseId: PurchaseId;
  readonly sequence: bigint;
}

export interface EarnMoments {
  readonly purchasedAt: Date;
  readonly now: Date;
}

/** Gives the entry, or null when the receipt earns nothing: then there is nothing to post. */
export function earnEntry(earning: Earning, ids: EarnIds, at: EarnMoments): EntryDraft | null {
  if (earning.points === 0n) return null;
  const { memberId, store, agreement } = earning.standing;
  return {
    id: ids.entryId,
    sequence: ids.sequence,
    kind: 'EARN',
    memberId,
    partnerId: store.partnerId,
    purchaseId: ids.purchaseId,
    returnId: null,
    holdId: null,
    occurredAt: at.purchasedAt,
    postedAt: at.now,
    termsVersion: earning.terms.version,
    agreementId: agreement.id,
    postings: earnPostings(earning, ids.lotId),
    newLot: earnedLot(earning, ids, at),
    lotChanges: [],
    debtChange: -earning.debtPaid,
  };
}

function earnPostings(earning: Earning, lotId: LotId) {
  const { points, debtPaid, fundingMinor, feeMinor } = earning;
  const { memberId, store, agreement } = earning.standing;
  const member = accounts.member(memberId);
  return balanced([
    posting(member, POINTS_UNIT, points, lotId),
    posting(accounts.issuance(store.partnerId), POINTS_UNIT, -points),
    posting(member, POINTS_UNIT, -debtPaid, lotId),
    posting(member, POINTS_UNIT, debtPaid),
    posting(accounts.receivable(store.partnerId), agreement.currency, fundingMinor + feeMinor),
    posting(accounts.pointsFund, agreement.currency, -fundingMinor),
    posting(accounts.operatorFee, agreement.currency, -feeMinor),
  ]);
}

function earnedLot(earning: Earning, ids: EarnIds, at: EarnMoments): NewLot {
  return {
    id: ids.lotId,
    issuerPartnerId: earning.standing.store.partnerId,
    purchaseId: ids.purchaseId,
    original: earning.points,
    remaining: earning.points - earning.debtPaid,
    earnedAt: at.purchasedAt,
    activatesAt: earning.activatesAt,
    expiresAt: earning.expiresAt,
    fundingMinorPerThousand: earning.standing.agreement.fundingMinorPerThousand,
  };
}
