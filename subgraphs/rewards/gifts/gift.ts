/**
 * A gift: points that one member offers to another, set aside until the other answers.
 *
 * An offer whose time is over counts as lapsed from that instant on, whether or not it was tidied away yet. A gift
 * keeps its expiry: what is received lives exactly as long as it would have lived at the giver's.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { GiftId, LotId, MemberId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export const giftStates = ['OFFERED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'LAPSED', 'REVERSED'] as const;
export type GiftState = (typeof giftStates)[number];

export interface Gift {
  readonly id: GiftId;
  readonly giverId: MemberId;
  readonly receiverId: MemberId;
  readonly points: Points;
  readonly message: string | null;
  readonly state: GiftState;
  readonly offeredAt: Date;
  readonly lapsesAt: Date;
  /** When the first of the points are gone, wherever they are; null when none ever lapse. */
  readonly soonestExpiry: Date | null;
  readonly changedAt: Date;
  readonly termsVersion: number;
  readonly giftTermsVersion: number;
  /** What a reversal gave back to the giver of what the receiver still had. */
  readonly returnedPoints: Points;
  /** What a reversal gave back beyond it, from other points of the receiver or as the receiver's debt. */
  readonly owedPoints: Points;
  readonly reversalReason: string | null;
}

/** A gift as it is kept, with who has the points of its giver and its receiver now. */
export interface KeptGift extends Gift {
  readonly giverHolderId: MemberId;
  readonly receiverHolderId: MemberId;
}

/** The same gift between those who are there now: who was merged into another one gives and is given through her. */
export function betweenHolders({
  giverHolderId: giverId,
  receiverHolderId: receiverId,
  ...gift
}: KeptGift): Gift {
  return { ...gift, giverId, receiverId };
}

/** The state of a gift at an instant. */
export function giftState(gift: Pick<Gift, 'state' | 'lapsesAt'>, now: Date): GiftState {
  return gift.state === 'OFFERED' && gift.lapsesAt <= now ? 'LAPSED' : gift.state;
}

/** What a reversal did not give back: it was spent, or its time was over. */
export function missingPoints({ state, points, returnedPoints, owedPoints }: Gift): Points {
  return state === 'REVERSED' ? points - returnedPoints - owedPoints : 0n;
}

/** The lot of the receiver that a slice of the giver's lot became. */
export interface GiftLot {
  readonly position: number;
  readonly lotId: LotId;
}

export interface GiftNotFound {
  readonly kind: 'GiftNotFound';
  readonly giftId: GiftId;
}
export interface GiftNotOpen {
  readonly kind: 'GiftNotOpen';
  readonly giftId: GiftId;
  readonly state: GiftState;
}

/** What the other subgraphs are told of a gift, at each change of its state. */
export function giftChanged(gift: Gift, eventId: string): DomainEvent<'rewards.gift-changed.1'> {
  const { id: giftId, giverId, receiverId, state, points, returnedPoints, owedPoints, changedAt } = gift;
  return {
    id: eventId,
    type: 'rewards.gift-changed.1',
    key: giftId,
    occurredAt: changedAt,
    data: {
      giftId,
      giverId,
      receiverId,
      state,
      points,
      returnedPoints: returnedPoints + owedPoints,
      changedAt,
    },
  };
}

// How an offer ends: the receiver accepts or declines it, the giver withdraws it, an operator does either for them. To
// anybody else there is no such gift: who may do what is decided before the state is told.

export interface EndRequest {
  readonly giftId: GiftId;
  /** The member who asks; null for an operator. */
  readonly askedBy: MemberId | null;
}

export type EndRefusal = GiftNotFound | GiftNotOpen;

function inState(gift: Gift, wanted: GiftState, now: Date): Result<Gift, GiftNotOpen> {
  const state = giftState(gift, now);
  return state === wanted ? ok(gift) : refused({ kind: 'GiftNotOpen', giftId: gift.id, state });
}

/** @param role - whose part of the gift it is to do this */
export function decideEnd(
  { giftId, askedBy }: EndRequest,
  gift: Gift | null,
  { role, now }: { readonly role: 'GIVER' | 'RECEIVER'; readonly now: Date },
): Result<Gift, EndRefusal> {
  const owner = role === 'GIVER' ? gift?.giverId : gift?.receiverId;
  if (gift === null || (askedBy !== null && askedBy !== owner))
    return refused({ kind: 'GiftNotFound', giftId });
  return inState(gift, 'OFFERED', now);
}

export function decideReversal(giftId: GiftId, gift: Gift | null, now: Date): Result<Gift, EndRefusal> {
  return gift === null ? refused({ kind: 'GiftNotFound', giftId }) : inState(gift, 'ACCEPTED', now);
}
