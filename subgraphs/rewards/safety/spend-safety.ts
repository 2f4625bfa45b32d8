/**
 * Whether points that could be spent may be spent now: the lock of the member, the limits of speed, and her own word
 * where it is asked for. In this order, and only for what would otherwise go through.
 *
 * Every way in which a member's points leave her asks here: redemptions, gifts and donations alike.
 */
import type { StepUpId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import {
  covers,
  type StepUp,
  type StepUpCause,
  type StepUpSubject,
  stepUpState,
} from '../step-ups/step-up.js';
import type { SafetySettings } from './safety-terms.js';
import { exceededBy, type PastSpend, type VelocityExceeded } from './velocity.js';

export interface SpendRequest extends StepUpSubject {
  /** Who is signed in as the member already gave her word. */
  readonly isByMember: boolean;
}

export interface SafetyFacts {
  readonly settings: SafetySettings;
  /** Since when the member's spending is locked; null when it is not. */
  readonly lockedSince: Date | null;
  /** What was spent in the last day and what is held; empty where no limit needs it. */
  readonly spends: readonly PastSpend[];
  readonly hasRedeemedAtPartner: boolean;
  /** Those that were asked for this request, newest first. */
  readonly stepUps: readonly StepUp[];
  readonly now: Date;
}

export interface SpendingLocked {
  readonly kind: 'SpendingLocked';
  readonly since: Date;
}
export interface StepUpDenied {
  readonly kind: 'StepUpDenied';
  readonly challengeId: StepUpId;
}
/** The member must be asked; it becomes a `StepUpRequired` once her question is written. */
export interface StepUpNeeded {
  readonly kind: 'StepUpNeeded';
  readonly because: StepUpCause;
  readonly minutes: number;
  readonly request: SpendRequest;
}

/** The member was asked: the same request may be sent again once she confirmed. */
export interface StepUpRequired {
  readonly kind: 'StepUpRequired';
  readonly challengeId: StepUpId;
  readonly expiresAt: Date;
  readonly because: StepUpCause;
}

export type SpendRefusal = SpendingLocked | VelocityExceeded | StepUpDenied | StepUpNeeded;

/** What keeps a member from giving points away herself. */
export type OwnSpendRefusal = SpendingLocked | VelocityExceeded;

/** What a caller of a spending sees of its refusals. */
export type ToldSpendRefusal = Exclude<SpendRefusal, StepUpNeeded> | StepUpRequired;

export interface SpendAllowed {
  /** The step-up that the spending uses up, if one was needed. */
  readonly stepUpId: StepUpId | null;
}

export function checkSpend(facts: SafetyFacts, request: SpendRequest): Result<SpendAllowed, SpendRefusal> {
  const { lockedSince: since, settings, spends, stepUps, now } = facts;
  if (since !== null) return refused({ kind: 'SpendingLocked', since });
  const exceeded = exceededBy(request, spends, { settings, now });
  if (exceeded !== null) return refused(exceeded);
  const because = causeOf(facts, request);
  if (because === null) return ok({ stepUpId: null });
  const denied = stepUps.find(({ state, memberId }) => state === 'DENIED' && memberId === request.memberId);
  if (denied !== undefined) return refused({ kind: 'StepUpDenied', challengeId: denied.id });
  const confirmed = stepUps.find(
    (stepUp) => stepUpState(stepUp, now) === 'CONFIRMED' && covers(stepUp, request),
  );
  if (confirmed !== undefined) return ok({ stepUpId: confirmed.id });
  return refused({ kind: 'StepUpNeeded', because, minutes: settings.stepUpMinutes, request });
}

/** Why the member is asked first; null when she is not. */
function causeOf(facts: SafetyFacts, request: SpendRequest): StepUpCause | null {
  const { stepUpAbove, stepUpOnNewPartner } = facts.settings;
  if (request.isByMember) return null;
  if (stepUpAbove !== null && request.points > stepUpAbove) return 'AMOUNT';
  const isNew = request.partnerId !== null && !facts.hasRedeemedAtPartner;
  return stepUpOnNewPartner && isNew ? 'NEW_PARTNER' : null;
}

/**
 * The facts for the next request of the same member in one batch, once this one was let through. Whether she redeemed
 * at the partner stays as it was: that is about days, not about a batch.
 */
export function factsAfter(facts: SafetyFacts, request: SpendRequest): SafetyFacts {
  const { points, partnerId } = request;
  return { ...facts, spends: [...facts.spends, { at: facts.now, points, partnerId }] };
}
