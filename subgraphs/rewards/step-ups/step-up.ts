/**
 * A step-up: the question to a member whether a redemption is hers, before it is let through.
 *
 * It belongs to the request that was refused (caller and key), serves one redemption of at most its points at its
 * partner, and only until it expires. A denied one stays denied for its request and locks nothing by itself.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { MemberId, PartnerId, StepUpId, StoreId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export const stepUpStates = ['OPEN', 'CONFIRMED', 'DENIED', 'USED', 'EXPIRED'] as const;
/** As it stands at an instant; `EXPIRED` follows from the clock and is never stored. */
export type StepUpState = (typeof stepUpStates)[number];
export type StepUpCause = 'AMOUNT' | 'NEW_PARTNER';
export type AnsweredBy = 'MEMBER' | 'OPERATOR';

/** What would be redeemed, and by which request. */
export interface StepUpSubject {
  readonly memberId: MemberId;
  /** None for what happens at no partner. */
  readonly partnerId: PartnerId | null;
  readonly storeId: StoreId | null;
  readonly points: Points;
  readonly sentBy: string;
  readonly key: string;
}

export interface StepUp extends StepUpSubject {
  readonly id: StepUpId;
  readonly because: StepUpCause;
  readonly state: Exclude<StepUpState, 'EXPIRED'>;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly answeredAt: Date | null;
  readonly answeredBy: AnsweredBy | null;
}

export interface StepUpNotFound {
  readonly kind: 'StepUpNotFound';
  readonly challengeId: StepUpId;
}
export interface StepUpNotOpen {
  readonly kind: 'StepUpNotOpen';
  readonly challengeId: StepUpId;
  readonly state: StepUpState;
}
export type AnswerRefusal = StepUpNotFound | StepUpNotOpen;

export function stepUpState(stepUp: Pick<StepUp, 'state' | 'expiresAt'>, now: Date): StepUpState {
  const isStanding = stepUp.state === 'OPEN' || stepUp.state === 'CONFIRMED';
  return isStanding && stepUp.expiresAt <= now ? 'EXPIRED' : stepUp.state;
}

/** Whether a step-up is about this redemption: the same member and partner, and not more points than were asked. */
export function covers(
  stepUp: Pick<StepUp, 'memberId' | 'partnerId' | 'points'>,
  asked: Pick<StepUpSubject, 'memberId' | 'partnerId' | 'points'>,
): boolean {
  const isSame = stepUp.memberId === asked.memberId && stepUp.partnerId === asked.partnerId;
  return isSame && asked.points <= stepUp.points;
}

/**
 * Decides an answer.
 *
 * @param answer.ofMember - the member who answers; null for an operator, who may answer any
 */
export function decideAnswer(
  answer: { readonly challengeId: StepUpId; readonly ofMember: MemberId | null },
  stepUp: StepUp | null,
  now: Date,
): Result<StepUp, AnswerRefusal> {
  const { challengeId, ofMember } = answer;
  // Another member's question is no different from none.
  if (stepUp === null || (ofMember !== null && stepUp.memberId !== ofMember)) {
    return refused({ kind: 'StepUpNotFound', challengeId });
  }
  const state = stepUpState(stepUp, now);
  return state === 'OPEN' ? ok(stepUp) : refused({ kind: 'StepUpNotOpen', challengeId, state });
}

/** What is told of a step-up, at each change of its state. */
export function stepUpChanged(
  stepUp: StepUp,
  { eventId, at }: { readonly eventId: string; readonly at: Date },
): DomainEvent<'rewards.step-up-changed.1'> {
  const { id: challengeId, memberId, partnerId, storeId, points, because, state, expiresAt } = stepUp;
  return {
    id: eventId,
    type: 'rewards.step-up-changed.1',
    key: memberId,
    occurredAt: at,
    data: { challengeId, memberId, partnerId, storeId, points, because, state, expiresAt, changedAt: at },
  };
}
