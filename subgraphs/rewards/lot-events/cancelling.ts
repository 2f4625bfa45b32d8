/**
 * The cancelling of lots whose event did not come: their points never came to be, so the issuer gets back what it paid
 * for them, and what they paid of the member's debt is owed again.
 *
 * What goods that came back took of a lot before is not taken a second time.
 */
import type { AgreementId, EntryId, MemberId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { issuingObligations, type Obligation } from '../ledger/clearing.js';
import { debtChange, type EntryDraft, NOTHING_ELSE } from '../ledger/entry.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import { moneyBack } from '../returns/return-policy.js';
import type { SoldPurchase } from '../returns/returning.js';
import { backByGoods, sharesBetween } from '../returns/shares.js';
import { cancelFacts, type EndingLot } from './lapsing.js';

/** The purchase with what its entries need. */
export type CancelledPurchase = SoldPurchase & {
  readonly currency: string;
  readonly termsVersion: number;
  readonly agreementId: AgreementId;
};

/** What is cancelled of one lot. */
interface CancelledLot {
  readonly lot: EndingLot;
  /** All that it still stands for; more than what is left of it when a part paid a debt. */
  readonly points: Points;
}

export interface Cancelling {
  readonly purchase: CancelledPurchase;
  readonly lots: readonly CancelledLot[];
  readonly fundingMinor: bigint;
  readonly feeMinor: bigint;
}

/** Decides what cancelling lots of a purchase takes back. @param lots - its own, all of them still waiting */
export function cancelOf(purchase: CancelledPurchase, lots: readonly EndingLot[]): Cancelling {
  const byGoods = backByGoods(purchase, 'points');
  const marks = {
    points: { from: 0n, to: byGoods },
    amountMinor: { from: 0n, to: backByGoods(purchase, 'amountMinor') },
  };
  const returned = new Map(sharesBetween(purchase, marks).map(({ lotId, points }) => [lotId, points]));
  const cancelled = lots.map((lot) => ({
    lot,
    points: stillThere(lot, returned.get(lot.root?.id ?? lot.id) ?? 0n),
  }));
  const main = cancelled.filter(({ lot }) => lot.unit === POINTS_UNIT);
  const points = main.reduce((sum, each) => sum + each.points, 0n);
  return { purchase, lots: cancelled, ...moneyBack(purchase, points) };
}

/** What goods did not take of a lot; where a return let something off, all that is left of it. */
function stillThere(lot: EndingLot, returned: Points): Points {
  const points = (lot.root ?? lot).original - returned;
  return points > lot.remaining ? points : lot.remaining;
}

export interface CancellationIds {
  readonly id: EntryId;
  readonly sequence: bigint;
  readonly causeId: string | null;
  readonly asOf: Date;
  readonly now: Date;
  readonly rule: CancelRule;
}

/** Why: nobody told the event in time, or a partner said that it will not come. */
export type CancelRule = 'EVENT_DID_NOT_COME' | 'EVENT_CALLED_OFF';

/** The entry of a cancelling; null when nothing was left of the lots: then they only end. */
export function cancellationEntry(cancelling: Cancelling, ids: CancellationIds): EntryDraft | null {
  const { purchase, lots } = cancelling;
  if (lots.every(({ points }) => points === 0n)) return null;
  return {
    ...NOTHING_ELSE,
    id: ids.id,
    sequence: ids.sequence,
    kind: 'CANCELLATION',
    memberId: holderOf(cancelling),
    partnerId: purchase.partnerId,
    purchaseId: purchase.id,
    causeId: ids.causeId,
    occurredAt: ids.asOf,
    postedAt: ids.now,
    termsVersion: purchase.termsVersion,
    agreementId: purchase.agreementId,
    reasons: lots.map(({ lot, points }) => ({
      rule: ids.rule,
      facts: { ...cancelFacts(lot), unit: lot.unit, points: String(points), purchaseId: purchase.id },
    })),
    postings: cancelPostings(cancelling),
    lotChanges: lots.map(({ lot }) => ({
      lotId: lot.id,
      remaining: -lot.remaining,
      held: 0n,
      closedAs: 'CANCELLED',
    })),
    debtChanges: debtChanges(lots),
  };
}

/** Whose the lots are: the buyer's, or theirs whom she was merged into. */
function holderOf({ purchase, lots }: Cancelling): MemberId {
  return lots[0]?.lot.memberId ?? purchase.memberId;
}

function debtChanges(lots: readonly CancelledLot[]) {
  return [...new Set(lots.map(({ lot }) => lot.unit))].flatMap((unit) => {
    const own = lots.filter(({ lot }) => lot.unit === unit);
    return debtChange(
      unit,
      own.reduce((sum, { lot, points }) => sum + points - lot.remaining, 0n),
    );
  });
}

function cancelPostings(cancelling: Cancelling) {
  const { purchase, lots, fundingMinor, feeMinor } = cancelling;
  const { partnerId, currency } = purchase;
  const member = accounts.member(holderOf(cancelling));
  return balanced([
    ...lots.flatMap(({ lot, points }) => [
      posting(member, lot.unit, -lot.remaining, lot.id),
      posting(member, lot.unit, lot.remaining - points),
      posting(accounts.issuance(partnerId), lot.unit, points),
    ]),
    posting(accounts.receivable(partnerId), currency, -(fundingMinor + feeMinor)),
    posting(accounts.pointsFund, currency, fundingMinor),
    posting(accounts.operatorFee, currency, feeMinor),
  ]);
}

/** What the issuer no longer owes. */
export function cancelledObligations({
  purchase,
  lots,
  fundingMinor,
  feeMinor,
}: Cancelling): readonly Obligation[] {
  const own = lots.filter(({ lot }) => lot.unit === POINTS_UNIT);
  const points = own.reduce((sum, each) => sum - each.points, 0n);
  return issuingObligations(purchase.partnerId, {
    points,
    fundingMinor: -fundingMinor,
    feeMinor: -feeMinor,
  });
}
