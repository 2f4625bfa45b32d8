/**
 * The entries of a gift: what leaves the giver and what reaches the receiver, over the transit account, each about one
 * member alone.
 *
 * Every slice becomes a lot of its own with the issuer, agreement, rate and moments of the lot that it came from:
 * whoever funds the points still does, and they lapse when they would have lapsed.
 */
import type { EntryId, LotId, MemberId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { debtPostings, lessPaid, sumOf } from '../ledger/debt-payment.js';
import {
  debtChange,
  type EntryDraft,
  type EntryKind,
  type LotChange,
  type NewLot,
  NOTHING_ELSE,
} from '../ledger/entry.js';
import type { LotSlice } from '../ledger/lot.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import { debtPaidBy } from '../ledger/wallet.js';
import type { LotOrigin } from '../wallets/lot-origin.js';
import type { Gift } from './gift.js';

export interface EntryName {
  readonly entryId: EntryId;
  readonly sequence: bigint;
}

/** What the entries of a gift have in common. */
export function giftEntry(
  { entryId, sequence }: EntryName,
  { gift, now, kind, memberId }: { gift: Gift; now: Date; kind: EntryKind; memberId: MemberId },
): Omit<EntryDraft, 'postings'> {
  return {
    ...NOTHING_ELSE,
    id: entryId,
    sequence,
    kind,
    memberId,
    partnerId: null,
    causeId: gift.id,
    occurredAt: now,
    postedAt: now,
    termsVersion: gift.termsVersion,
    agreementId: null,
  };
}

export function giftFacts({ id, giverId, receiverId, points }: Gift): Readonly<Record<string, string>> {
  return { giftId: id, giverId, receiverId, points: String(points) };
}

/** The giver's entry: the slices that were set aside are gone. */
export function sentEntry(
  name: EntryName,
  gift: Gift,
  at: { slices: readonly LotSlice[]; now: Date },
): EntryDraft {
  const member = accounts.member(gift.giverId);
  return {
    ...giftEntry(name, { gift, now: at.now, kind: 'GIFT_SENT', memberId: gift.giverId }),
    reasons: [{ rule: 'GIFT_ACCEPTED', facts: giftFacts(gift) }],
    postings: balanced([
      ...at.slices.map((slice) => posting(member, POINTS_UNIT, -slice.points, slice.lotId)),
      posting(accounts.transit, POINTS_UNIT, gift.points),
    ]),
    lotChanges: at.slices.map(({ lotId, points }) => ({ lotId, remaining: -points, held: -points })),
  };
}

/** A lot that carries on another one at another place: all but its owner and its number of points stays. */
export function carriedOn(
  origin: LotOrigin,
  at: {
    readonly id: LotId;
    readonly points: Points;
    readonly paid: Points;
    readonly gift: Gift;
    readonly rule: string;
  },
): NewLot {
  return {
    id: at.id,
    unit: POINTS_UNIT,
    rule: at.rule,
    issuerPartnerId: origin.issuerPartnerId,
    agreementId: origin.agreementId,
    purchaseId: null,
    causeId: at.gift.id,
    original: at.points,
    remaining: at.points - at.paid,
    earnedAt: origin.earnedAt,
    activatesAt: origin.activatesAt,
    cancelsAt: origin.cancelsAt,
    expiresAt: origin.expiresAt,
    fundingMinorPerThousand: origin.fundingMinorPerThousand,
  };
}

export interface ReceivedFacts {
  readonly slices: readonly (LotSlice & { readonly newLotId: LotId; readonly origin: LotOrigin })[];
  readonly debt: Points;
  readonly now: Date;
}

/** The receiver's entry: a lot for each slice; the receiver's debt is paid from them first. */
export function receivedEntry(name: EntryName, gift: Gift, { slices, debt, now }: ReceivedFacts): EntryDraft {
  const member = accounts.member(gift.receiverId);
  let owed = debt;
  const lots = slices.map(({ newLotId, origin, points }) => {
    const paid = debtPaidBy(points, owed);
    owed -= paid;
    return carriedOn(origin, { id: newLotId, points, paid, gift, rule: 'GIFT' });
  });
  const paid = debt - owed;
  return {
    ...giftEntry(name, { gift, now, kind: 'GIFT_RECEIVED', memberId: gift.receiverId }),
    reasons: [{ rule: 'GIFT_KEEPS_EXPIRY', facts: { ...giftFacts(gift), debtPaid: String(paid) } }],
    postings: balanced([
      posting(accounts.transit, POINTS_UNIT, -gift.points),
      ...lots.flatMap((lot) => [
        posting(member, POINTS_UNIT, lot.original, lot.id),
        posting(member, POINTS_UNIT, lot.remaining - lot.original, lot.id),
      ]),
      posting(member, POINTS_UNIT, paid),
    ]),
    newLots: lots,
    debtChanges: debtChange(POINTS_UNIT, -paid),
  };
}

/** The entry of the giver's debt, paid by points of an offer that came to nothing. */
export function freedEntry(
  name: EntryName,
  gift: Gift,
  facts: { readonly paid: readonly LotSlice[]; readonly changes: readonly LotChange[]; readonly now: Date },
): EntryDraft {
  const { paid, changes, now } = facts;
  const points = sumOf(paid);
  return {
    ...giftEntry(name, { gift, now, kind: 'DEBT_PAYMENT', memberId: gift.giverId }),
    reasons: [{ rule: 'GIFT_LET_GO', facts: { giftId: gift.id, debtPaid: String(points) } }],
    postings: balanced(debtPostings(gift.giverId, paid)),
    lotChanges: lessPaid(changes, paid),
    debtChanges: debtChange(POINTS_UNIT, -points),
  };
}
