/**
 * An adjustment: units that an operator gives to a member by hand, or takes, with a reason.
 *
 * What goes above the limit of its terms waits for another operator. The limit is on what one member got or lost on a
 * day without a second pair of eyes, so that many small ones are no way around it.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { AdjustmentId, MemberId, PartnerId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export const adjustmentStates = ['PROPOSED', 'POSTED', 'REJECTED'] as const;
export type AdjustmentState = (typeof adjustmentStates)[number];

export interface Adjustment {
  readonly id: AdjustmentId;
  readonly memberId: MemberId;
  readonly unit: string;
  /** Positive gives, negative takes. */
  readonly points: Points;
  readonly reason: string;
  /** Who funds what is given, and whose the points are that are taken beyond what is there. */
  readonly partnerId: PartnerId | null;
  readonly state: AdjustmentState;
  readonly termsVersion: number;
  readonly proposedAt: Date;
  readonly proposedBy: string;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
  readonly entryId: string | null;
}

export interface AdjustmentNotFound {
  readonly kind: 'AdjustmentNotFound';
  readonly adjustmentId: AdjustmentId;
}
export interface AdjustmentNotOpen {
  readonly kind: 'AdjustmentNotOpen';
  readonly adjustmentId: AdjustmentId;
  readonly state: AdjustmentState;
}
export interface SecondOperatorNeeded {
  readonly kind: 'SecondOperatorNeeded';
  readonly adjustmentId: AdjustmentId;
  readonly proposedBy: string;
}

export type DecisionRefusal = AdjustmentNotFound | AdjustmentNotOpen;

export function magnitude(points: Points): Points {
  return points < 0n ? -points : points;
}

/** Tells whether another operator must approve. @param unseen - what the member got and lost today without one */
export function needsSecond(
  points: Points,
  facts: { readonly unseen: Points; readonly above: Points },
): boolean {
  return facts.unseen + magnitude(points) > facts.above;
}

export function openAdjustment(
  adjustmentId: AdjustmentId,
  adjustment: Adjustment | null,
): Result<Adjustment, DecisionRefusal> {
  if (adjustment === null) return refused({ kind: 'AdjustmentNotFound', adjustmentId });
  const { state } = adjustment;
  return state === 'PROPOSED' ? ok(adjustment) : refused({ kind: 'AdjustmentNotOpen', adjustmentId, state });
}

/** Lets another operator than the one who proposed it approve. */
export function decideApproval(
  adjustmentId: AdjustmentId,
  adjustment: Adjustment | null,
  approver: string,
): Result<Adjustment, DecisionRefusal | SecondOperatorNeeded> {
  const opened = openAdjustment(adjustmentId, adjustment);
  if (!opened.ok) return opened;
  const { proposedBy } = opened.value;
  return proposedBy === approver
    ? refused({ kind: 'SecondOperatorNeeded', adjustmentId, proposedBy })
    : opened;
}

/** What the other subgraphs are told of an adjustment once it is posted. */
export function pointsAdjusted(
  { id: adjustmentId, memberId, unit, points, partnerId }: Adjustment,
  at: { readonly eventId: string; readonly now: Date },
): DomainEvent<'rewards.points-adjusted.1'> {
  return {
    id: at.eventId,
    type: 'rewards.points-adjusted.1',
    key: adjustmentId,
    occurredAt: at.now,
    data: { adjustmentId, memberId, unit, points, partnerId, adjustedAt: at.now },
  };
}
