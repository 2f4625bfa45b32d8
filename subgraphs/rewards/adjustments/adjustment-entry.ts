/**
 * The entry of an adjustment and what it makes partners owe.
 *
 * A credit is an earn without a purchase: its partner pays the funding and the operator's fee. A debit gives each
 * issuer back what its points were funded with, by the rate that their lots were issued at; the fee stays. Units other
 * than the shared currency move no money.
 */
import type { AgreementId, EntryId, LotId, PartnerId } from '../../../shared/values/ids.js';
import { roundHalfUp } from '../../../shared/values/money.js';
import type { Points } from '../../../shared/values/points.js';
import { issuingObligations, type Obligation } from '../ledger/clearing.js';
import { debtChange, type EntryDraft, type NewLot, NOTHING_ELSE, takingAway } from '../ledger/entry.js';
import type { LotSlice } from '../ledger/lot.js';
import { accounts, balanced, POINTS_UNIT, type Posting, posting } from '../ledger/posting.js';
import { costOfIssuing } from '../reference/agreement.js';
import type { Adjusting } from './adjusting.js';
import { type Adjustment, magnitude } from './adjustment.js';

/** What one issuer owes by the adjustment, or with negative figures is owed, by one of its agreements. */
export interface Share {
  readonly partnerId: PartnerId;
  readonly agreementId: AgreementId;
  readonly currency: string;
  readonly points: Points;
  readonly obligations: readonly Obligation[];
}

/** A slice that is taken, with what its lot was issued by. */
export interface IssuedSlice extends LotSlice {
  readonly agreementId: AgreementId;
  readonly currency: string;
  readonly fundingMinorPerThousand: bigint;
}

type Credit = Extract<Adjusting, { way: 'CREDIT' }>;
type Debit = Extract<Adjusting, { way: 'DEBIT' }>;

/** What a credit makes its partner owe. */
export function creditShare({ unit, points }: Adjustment, { party }: Credit): Share {
  const { partnerId, agreement } = party;
  const issued = { points, ...costOfIssuing(points, agreement) };
  const obligations = unit === POINTS_UNIT ? issuingObligations(partnerId, issued) : [];
  return { partnerId, agreementId: agreement.id, currency: agreement.currency, points, obligations };
}

/** What a debit gives back to the issuers of the points, each sum rounded once. */
export function debitShares(
  unit: string,
  { party, debt }: Debit,
  slices: readonly IssuedSlice[],
): readonly Share[] {
  type Part = Omit<Share, 'obligations'> & { readonly fundingMinorPerThousand: bigint };
  const parts: Part[] = slices.map(({ issuerPartnerId: partnerId, lotId: _lot, ...slice }) => ({
    ...slice,
    partnerId,
  }));
  if (party !== null) {
    const { id: agreementId, currency, fundingMinorPerThousand } = party.agreement;
    parts.push({ partnerId: party.partnerId, agreementId, currency, points: debt, fundingMinorPerThousand });
  }
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const key = `${part.partnerId} ${part.agreementId} ${part.fundingMinorPerThousand}`;
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { partnerId, agreementId, currency, fundingMinorPerThousand } = first;
    const points = group.reduce((sum, part) => sum - part.points, 0n);
    const amountMinor = roundHalfUp(points * fundingMinorPerThousand, 1000n);
    const returned: Obligation = { kind: 'FUNDING', issuerPartnerId: partnerId, points, amountMinor };
    return [
      { partnerId, agreementId, currency, points, obligations: unit === POINTS_UNIT ? [returned] : [] },
    ];
  });
}

interface EntryFacts {
  readonly name: { readonly entryId: EntryId; readonly sequence: bigint };
  readonly adjustment: Adjustment;
  readonly adjusting: Adjusting;
  readonly shares: readonly Share[];
  readonly newLotId: LotId;
  readonly termsVersion: number;
  readonly now: Date;
}

export function adjustmentEntry(facts: EntryFacts): EntryDraft {
  const { name, adjustment, adjusting, shares, now } = facts;
  const { unit } = adjustment;
  const [only] = shares;
  const isOne = shares.length === 1 && only !== undefined;
  return {
    ...NOTHING_ELSE,
    id: name.entryId,
    sequence: name.sequence,
    kind: 'ADJUSTMENT',
    memberId: adjustment.memberId,
    partnerId: isOne ? only.partnerId : null,
    causeId: adjustment.id,
    occurredAt: now,
    postedAt: now,
    termsVersion: facts.termsVersion,
    agreementId: isOne ? only.agreementId : null,
    reasons: [{ rule: 'BY_HAND', facts: factsOf(adjustment) }],
    postings: balanced([...memberPostings(facts), ...shares.flatMap((share) => sharePostings(unit, share))]),
    newLots: adjusting.way === 'CREDIT' ? [creditLot(facts, adjusting)] : [],
    lotChanges: adjusting.way === 'DEBIT' ? takingAway(adjusting.slices) : [],
    debtChanges: debtChange(unit, adjusting.way === 'CREDIT' ? -adjusting.debtPaid : adjusting.debt),
  };
}

function factsOf({
  reason,
  unit,
  points,
  proposedBy,
  decidedBy,
}: Adjustment): Readonly<Record<string, string>> {
  const base = { reason, unit, points: String(points), by: proposedBy };
  return decidedBy === null ? base : { ...base, approvedBy: decidedBy };
}

function memberPostings({ adjustment, adjusting, newLotId }: EntryFacts): readonly Posting[] {
  const { memberId, unit, points } = adjustment;
  const member = accounts.member(memberId);
  if (adjusting.way === 'CREDIT') {
    const { debtPaid } = adjusting;
    return [
      posting(member, unit, points, newLotId),
      posting(member, unit, -debtPaid, newLotId),
      posting(member, unit, debtPaid),
    ];
  }
  return [
    ...adjusting.slices.map((slice) => posting(member, unit, -slice.points, slice.lotId)),
    posting(member, unit, -adjusting.debt),
  ];
}

function sharePostings(
  unit: string,
  { partnerId, currency, points, obligations }: Share,
): readonly Posting[] {
  const sum = (kind: Obligation['kind']) =>
    obligations
      .filter((each) => each.kind === kind)
      .reduce((total, { amountMinor }) => total + amountMinor, 0n);
  const funding = sum('FUNDING');
  const fee = sum('OPERATOR_FEE');
  return [
    posting(accounts.issuance(partnerId), unit, -points),
    posting(accounts.receivable(partnerId), currency, funding + fee),
    posting(accounts.pointsFund, currency, -funding),
    posting(accounts.operatorFee, currency, -fee),
  ];
}

function creditLot({ adjustment, newLotId, now }: EntryFacts, { party, life, debtPaid }: Credit): NewLot {
  const { unit, points } = adjustment;
  const { partnerId, agreement } = party;
  return {
    id: newLotId,
    unit,
    rule: 'ADJUSTMENT',
    issuerPartnerId: partnerId,
    agreementId: agreement.id,
    purchaseId: null,
    causeId: adjustment.id,
    original: magnitude(points),
    remaining: points - debtPaid,
    earnedAt: now,
    ...life,
    fundingMinorPerThousand: unit === POINTS_UNIT ? agreement.fundingMinorPerThousand : 0n,
  };
}
