/**
 * The entry of a return: the earn entry's mirror for what came back. The member gives points up or goes into debt,
 * the issuer's issuance and what it owed for them go back by as much.
 */
import type { AgreementId, EntryId, ReturnId } from '../../../shared/values/ids.js';
import type { EntryDraft } from '../ledger/entry.js';
import { takingAway } from '../ledger/entry.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import type { TakenBack } from '../ledger/taking-back.js';
import type { Returning, SoldPurchase } from './returning.js';

export interface ReturnEntryFacts {
  readonly ids: { readonly entryId: EntryId; readonly returnId: ReturnId; readonly sequence: bigint };
  readonly purchase: SoldPurchase & {
    readonly currency: string;
    readonly termsVersion: number;
    readonly agreementId: AgreementId;
  };
  readonly returning: Returning;
  readonly taken: TakenBack;
  readonly returnedAt: Date;
  readonly now: Date;
}

/** Gives the entry, or null when nothing was earned by what came back. */
export function returnEntry(facts: ReturnEntryFacts): EntryDraft | null {
  const { ids, purchase, returning, taken } = facts;
  const hasNothing = returning.points === 0n && returning.fundingMinor === 0n && returning.feeMinor === 0n;
  if (hasNothing) return null;
  return {
    id: ids.entryId,
    sequence: ids.sequence,
    kind: 'RETURN',
    memberId: purchase.memberId,
    partnerId: purchase.partnerId,
    purchaseId: purchase.id,
    returnId: ids.returnId,
    holdId: null,
    occurredAt: facts.returnedAt,
    postedAt: facts.now,
    termsVersion: purchase.termsVersion,
    agreementId: purchase.agreementId,
    postings: returnPostings(facts),
    newLot: null,
    lotChanges: takingAway(taken.slices),
    debtChange: taken.debt,
  };
}

function returnPostings({ purchase, returning, taken }: ReturnEntryFacts) {
  const { points, fundingMinor, feeMinor } = returning;
  const member = accounts.member(purchase.memberId);
  return balanced([
    ...taken.slices.map((slice) => posting(member, POINTS_UNIT, -slice.points, slice.lotId)),
    posting(member, POINTS_UNIT, -taken.debt),
    posting(accounts.issuance(purchase.partnerId), POINTS_UNIT, points),
    posting(accounts.receivable(purchase.partnerId), purchase.currency, -(fundingMinor + feeMinor)),
    posting(accounts.pointsFund, purchase.currency, fundingMinor),
    posting(accounts.operatorFee, purchase.currency, feeMinor),
  ]);
}
