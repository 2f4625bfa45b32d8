/**
 * The entry of a return: the earn entry's mirror for what came back. The member gives points up or goes into debt,
 * the issuer's issuance and what it owed for them go back by as much.
 */
import type { AgreementId, EntryId, ReturnId } from '../../../shared/values/ids.js';
import { debtChange, type EntryDraft, NOTHING_ELSE, type Reason, takingAway } from '../ledger/entry.js';
import { accounts, balanced, type Posting, posting } from '../ledger/posting.js';
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
  /** What is taken back of each unit. */
  readonly taken: ReadonlyMap<string, TakenBack>;
  readonly returnedAt: Date;
  readonly now: Date;
}

/** Gives the entry, or null when nothing was earned by what came back. */
export function returnEntry(facts: ReturnEntryFacts): EntryDraft | null {
  const { ids, purchase, returning, taken } = facts;
  const hasNothing =
    returning.shares.length === 0 && returning.fundingMinor === 0n && returning.feeMinor === 0n;
  if (hasNothing) return null;
  return {
    ...NOTHING_ELSE,
    id: ids.entryId,
    sequence: ids.sequence,
    kind: 'RETURN',
    memberId: purchase.memberId,
    partnerId: purchase.partnerId,
    purchaseId: purchase.id,
    returnId: ids.returnId,
    occurredAt: facts.returnedAt,
    postedAt: facts.now,
    termsVersion: purchase.termsVersion,
    agreementId: purchase.agreementId,
    postings: returnPostings(facts),
    reasons: [reasonOf(facts)],
    lotChanges: [...taken.values()].flatMap(({ slices }) => takingAway(slices)),
    debtChanges: [...taken].flatMap(([unit, { debt }]) => debtChange(unit, debt)),
  };
}

function reasonOf({ purchase, returning }: ReturnEntryFacts): Reason {
  const { amountMinor, points } = returning;
  const facts = { purchaseId: purchase.id, amountMinor: String(amountMinor), currency: purchase.currency };
  return {
    rule: 'GOODS_RETURNED',
    facts: { ...facts, points: String(points), ofPoints: String(purchase.points) },
  };
}

function unitPostings({ purchase, taken }: ReturnEntryFacts, issuance: string): readonly Posting[] {
  const member = accounts.member(purchase.memberId);
  return [...taken].flatMap(([unit, { slices, debt }]) => {
    const points = slices.reduce((sum, slice) => sum + slice.points, debt);
    return [
      ...slices.map((slice) => posting(member, unit, -slice.points, slice.lotId)),
      posting(member, unit, -debt),
      posting(issuance, unit, points),
    ];
  });
}

function returnPostings(facts: ReturnEntryFacts) {
  const { purchase, returning } = facts;
  const { fundingMinor, feeMinor } = returning;
  return balanced([
    ...unitPostings(facts, accounts.issuance(purchase.partnerId)),
    posting(accounts.receivable(purchase.partnerId), purchase.currency, -(fundingMinor + feeMinor)),
    posting(accounts.pointsFund, purchase.currency, fundingMinor),
    posting(accounts.operatorFee, purchase.currency, feeMinor),
  ]);
}
