/**
 * The entry of an earning: the lot that the member gets, and what the issuing partner owes for it.
 *
 * Points come from the partner's issuance; its receivable pays the fund for their later spending and the operator's
 * fee.
 */
import type { EntryId, LotId, MemberId, PurchaseId } from '../../../shared/values/ids.js';
import { debtChange, type EntryDraft, type NewLot } from '../ledger/entry.js';
import { accounts, balanced, POINTS_UNIT, type Posting, posting } from '../ledger/posting.js';
import { type Award, sumDebtPaid } from './awarding.js';
import type { Earning } from './earning.js';

export interface EarnIds {
  readonly entryId: EntryId;
  readonly purchaseId: PurchaseId;
  readonly sequence: bigint;
  /** Who bought for an organisation member. */
  readonly buyerId: string | null;
  readonly newLotId: () => LotId;
}

export interface EarnMoments {
  readonly purchasedAt: Date;
  readonly now: Date;
}

interface GrantedAward {
  readonly award: Award;
  readonly lotId: LotId;
}

/** Gives the entry, or null when the receipt earns nothing: then there is nothing to post. */
export function earnEntry(earning: Earning, ids: EarnIds, at: EarnMoments): EntryDraft | null {
  const granted = earning.awards
    .filter((award) => award.granted > 0n)
    .map((award) => ({ award, lotId: ids.newLotId() }));
  if (granted.length === 0) return null;
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
    causeId: null,
    buyerId: ids.buyerId,
    occurredAt: at.purchasedAt,
    postedAt: at.now,
    termsVersion: earning.terms.version,
    agreementId: agreement.id,
    reasons: earning.awards.flatMap((award) => award.reasons),
    postings: earnPostings(earning, granted),
    newLots: granted.map((each) => earnedLot(earning, each, { purchaseId: ids.purchaseId, ...at })),
    lotChanges: [],
    debtChanges: debtChanges(granted),
  };
}

function debtChanges(granted: readonly GrantedAward[]) {
  const awards = granted.map(({ award }) => award);
  const units = [...new Set(awards.map(({ unit }) => unit))];
  return units.flatMap((unit) =>
    debtChange(unit, -sumDebtPaid(awards.filter((award) => award.unit === unit))),
  );
}

function awardPostings(
  memberId: MemberId,
  issuance: string,
  { award, lotId }: GrantedAward,
): readonly Posting[] {
  const { unit, granted, debtPaid } = award;
  const member = accounts.member(memberId);
  return [
    posting(member, unit, granted, lotId),
    posting(issuance, unit, -granted),
    posting(member, unit, -debtPaid, lotId),
    posting(member, unit, debtPaid),
  ];
}

function earnPostings({ standing, fundingMinor, feeMinor }: Earning, granted: readonly GrantedAward[]) {
  const { memberId, store, agreement } = standing;
  const issuance = accounts.issuance(store.partnerId);
  return balanced([
    ...granted.flatMap((each) => awardPostings(memberId, issuance, each)),
    posting(accounts.receivable(store.partnerId), agreement.currency, fundingMinor + feeMinor),
    posting(accounts.pointsFund, agreement.currency, -fundingMinor),
    posting(accounts.operatorFee, agreement.currency, -feeMinor),
  ]);
}

function earnedLot(
  { standing }: Earning,
  { lotId, award: { unit, rule, granted, debtPaid, life } }: GrantedAward,
  { purchaseId, purchasedAt }: EarnMoments & { readonly purchaseId: PurchaseId },
): NewLot {
  const { store, agreement } = standing;
  return {
    id: lotId,
    unit,
    rule,
    issuerPartnerId: store.partnerId,
    agreementId: agreement.id,
    purchaseId,
    causeId: null,
    original: granted,
    remaining: granted - debtPaid,
    earnedAt: purchasedAt,
    ...life,
    // What is no shared currency costs its issuer nothing.
    fundingMinorPerThousand: unit === POINTS_UNIT ? agreement.fundingMinorPerThousand : 0n,
  };
}
