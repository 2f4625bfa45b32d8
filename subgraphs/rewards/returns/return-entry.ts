/**
 * The entry of a return: the earn entry's mirror for what came back. The member gives points up or goes into debt,
 * the issuer's issuance and what it owed for them go back by as much.
 */
import type { AgreementId, EntryId, MemberId, ReturnId } from '../../../shared/values/ids.js';
import { debtChange, type EntryDraft, NOTHING_ELSE, type Reason } from '../ledger/entry.js';
import { accounts, balanced, type Posting, posting } from '../ledger/posting.js';
import { lapseUndone, lotsAfter, type UndoneLapse } from './lapsed-points.js';
import type { Taken } from './return-policy.js';
import type { Returning, SoldPurchase } from './returning.js';

/** What is taken back of a unit, and of which slices a lapse is taken back first. */
export interface TakenOfUnit extends Taken {
  readonly outOfLapse: readonly UndoneLapse[];
}

export interface ReturnEntryFacts {
  readonly ids: { readonly entryId: EntryId; readonly returnId: ReturnId; readonly sequence: bigint };
  /** Whose points are taken: whoever has those of the buyer now. */
  readonly memberId: MemberId;
  readonly purchase: SoldPurchase & {
    readonly currency: string;
    readonly termsVersion: number;
    readonly agreementId: AgreementId;
  };
  readonly returning: Returning;
  /** What is taken back of each unit, and the money of it. */
  readonly taken: ReadonlyMap<string, TakenOfUnit>;
  readonly fundingMinor: bigint;
  readonly feeMinor: bigint;
  readonly returnedAt: Date;
  readonly now: Date;
}

/** Gives the entry, or null when nothing is taken back: nothing was earned by it, or all of it is let off. */
export function returnEntry(facts: ReturnEntryFacts): EntryDraft | null {
  const { ids, purchase, taken, fundingMinor, feeMinor } = facts;
  const isTaken = [...taken.values()].some(({ points }) => points > 0n);
  if (!isTaken && fundingMinor === 0n && feeMinor === 0n) return null;
  return {
    ...NOTHING_ELSE,
    id: ids.entryId,
    sequence: ids.sequence,
    kind: 'RETURN',
    memberId: facts.memberId,
    partnerId: purchase.partnerId,
    purchaseId: purchase.id,
    returnId: ids.returnId,
    occurredAt: facts.returnedAt,
    postedAt: facts.now,
    termsVersion: purchase.termsVersion,
    agreementId: purchase.agreementId,
    postings: returnPostings(facts),
    reasons: [reasonOf(facts), ...undoingLapses(facts), ...lettingOff(facts)],
    lotChanges: [...taken.values()].flatMap(({ slices, outOfLapse }) => lotsAfter(slices, outOfLapse)),
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

function undoingLapses({ taken }: ReturnEntryFacts): readonly Reason[] {
  return [...taken]
    .filter(([, { outOfLapse }]) => outOfLapse.length > 0)
    .map(([unit, { outOfLapse }]) => ({
      rule: 'LAPSE_UNDONE',
      facts: { unit, points: String(outOfLapse.reduce((sum, { points }) => sum + points, 0n)) },
    }));
}

function lettingOff({ purchase, taken }: ReturnEntryFacts): readonly Reason[] {
  return [...taken]
    .filter(([, { letOff }]) => letOff > 0n)
    .map(([unit, { asked, points, letOff }]) => {
      const { kindVersion = 1, policy = 'UNLIMITED' } = purchase.units.get(unit) ?? {};
      const figures = { asked: String(asked), taken: String(points), letOff: String(letOff) };
      return { rule: 'LET_OFF', facts: { unit, kindVersion: String(kindVersion), policy, ...figures } };
    });
}

function unitPostings({ memberId, taken }: ReturnEntryFacts, issuance: string): readonly Posting[] {
  const member = accounts.member(memberId);
  return [...taken].flatMap(([unit, { slices, debt, points, outOfLapse }]) => [
    ...lapseUndone(member, unit, outOfLapse),
    ...slices.map((slice) => posting(member, unit, -slice.points, slice.lotId)),
    posting(member, unit, -debt),
    posting(issuance, unit, points),
  ]);
}

function returnPostings(facts: ReturnEntryFacts) {
  const { purchase, fundingMinor, feeMinor } = facts;
  return balanced([
    ...unitPostings(facts, accounts.issuance(purchase.partnerId)),
    posting(accounts.receivable(purchase.partnerId), purchase.currency, -(fundingMinor + feeMinor)),
    posting(accounts.pointsFund, purchase.currency, fundingMinor),
    posting(accounts.operatorFee, purchase.currency, feeMinor),
  ]);
}
