/**
 * Whether points can be offered, within the terms of gifts, and of which lots: soonest to expire first.
 *
 * Only what is available can be given: pending points cannot. An offer never outlives the first of its points.
 */
import type { MemberId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { GiftTerms } from '../gift-terms/gift-terms.js';
import { activeInBurnOrder, type Lot, type LotSlice, takeFrom } from '../ledger/lot.js';
import { walletBalance } from '../ledger/wallet.js';
import type { InsufficientPoints, PointsNotPositive } from '../redemptions/holding.js';
import { type MemberNotEnrolled, type MemberRef, namesOf } from '../reference/standing.js';

export interface GiftsOff {
  readonly kind: 'GiftsOff';
}
export interface GiftToSelf {
  readonly kind: 'GiftToSelf';
  readonly giverId: MemberId;
}
export interface GiftTooSmall {
  readonly kind: 'GiftTooSmall';
  readonly least: Points;
  readonly asked: Points;
}

export const giftLimits = ['PER_GIFT', 'PER_DAY', 'PER_MONTH', 'RECEIVED_PER_MONTH'] as const;
export type GiftLimit = (typeof giftLimits)[number];

export interface GiftLimitExceeded {
  readonly kind: 'GiftLimitExceeded';
  readonly giftLimit: GiftLimit;
  readonly most: Points;
  /** What was given, or is offered, already; null where it is for the other member to know. */
  readonly usedPoints: Points | null;
  readonly asked: Points;
}

export type OfferRefusal =
  | GiftsOff
  | PointsNotPositive
  | MemberNotEnrolled
  | GiftToSelf
  | GiftTooSmall
  | GiftLimitExceeded
  | InsufficientPoints;

export interface OfferRequest {
  readonly giverId: MemberId;
  readonly receiver: MemberRef;
  readonly points: Points;
  readonly message: string | null;
}

/** What counts against the limits: gifts that were accepted, and offers that are open. */
export interface GivenSoFar {
  readonly onDay: Points;
  readonly inMonth: Points;
  readonly received: Points;
}

export interface OfferFacts {
  /** Null when nobody has this id. */
  readonly giver: { readonly lots: readonly Lot[]; readonly debt: Points } | null;
  readonly receiverId: MemberId | null;
  readonly terms: GiftTerms;
  readonly given: GivenSoFar;
  readonly now: Date;
}

export interface Offering {
  readonly receiverId: MemberId;
  readonly slices: readonly LotSlice[];
  readonly lapsesAt: Date;
  readonly soonestExpiry: Date | null;
}

const DAY_MS = 86_400_000;

export function decideOffer(request: OfferRequest, facts: OfferFacts): Result<Offering, OfferRefusal> {
  const { giverId, points: asked } = request;
  const { giver, receiverId, terms, now } = facts;
  if (!terms.isOn) return refused({ kind: 'GiftsOff' });
  if (asked <= 0n) return refused({ kind: 'PointsNotPositive', points: asked });
  if (giver === null) return refused({ kind: 'MemberNotEnrolled', memberId: giverId, cardNumber: null });
  if (receiverId === null) return refused({ kind: 'MemberNotEnrolled', ...namesOf(request.receiver) });
  if (receiverId === giverId) return refused({ kind: 'GiftToSelf', giverId });
  if (asked < terms.giftMinPoints)
    return refused({ kind: 'GiftTooSmall', least: terms.giftMinPoints, asked });
  const passed = passedLimit(asked, facts);
  if (passed !== null) return refused(passed);
  const { available } = walletBalance(giver.lots, giver.debt, now);
  if (asked > available) return refused({ kind: 'InsufficientPoints', available, asked });
  const { slices } = takeFrom(activeInBurnOrder(giver.lots, now), asked);
  const soonestExpiry = soonestOf(giver.lots, slices);
  const answerBy = new Date(now.getTime() + terms.offerDays * DAY_MS);
  const lapsesAt = soonestExpiry !== null && soonestExpiry < answerBy ? soonestExpiry : answerBy;
  return ok({ receiverId, slices, lapsesAt, soonestExpiry });
}

function passedLimit(asked: Points, { terms, given }: OfferFacts): GiftLimitExceeded | null {
  const limits: readonly (readonly [GiftLimit, Points, Points])[] = [
    ['PER_GIFT', terms.giftMaxPoints, 0n],
    ['PER_DAY', terms.giverDayMaxPoints, given.onDay],
    ['PER_MONTH', terms.giverMonthMaxPoints, given.inMonth],
    ['RECEIVED_PER_MONTH', terms.receiverMonthMaxPoints, given.received],
  ];
  const passed = limits.find(([, most, used]) => used + asked > most);
  if (passed === undefined) return null;
  const [giftLimit, most, used] = passed;
  // How much a member received is hers to know: whoever gives learns only that it is too much.
  return {
    kind: 'GiftLimitExceeded',
    giftLimit,
    most,
    usedPoints: giftLimit === 'RECEIVED_PER_MONTH' ? null : used,
    asked,
  };
}

function soonestOf(lots: readonly Lot[], slices: readonly LotSlice[]): Date | null {
  const taken = new Set(slices.map(({ lotId }) => lotId));
  const instants = lots.flatMap(({ id, expiresAt }) =>
    taken.has(id) && expiresAt !== null ? [expiresAt] : [],
  );
  return instants.reduce<Date | null>(
    (soonest, at) => (soonest === null || at < soonest ? at : soonest),
    null,
  );
}
