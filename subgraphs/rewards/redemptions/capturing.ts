/**
 * Capture and void: what is done to a hold by will. A capture spends all that is left of it or a part; the final one
 * lets the rest go, another keeps it held.
 */
import type { HoldId, PartnerId } from '../../../shared/values/ids.js';
import { allocate } from '../../../shared/values/money.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { Obligation } from '../ledger/clearing.js';
import type { LotChange } from '../ledger/entry.js';
import type { LotSlice } from '../ledger/lot.js';
import { type Agreement, reimbursementFor } from '../reference/agreement.js';
import { type Hold, type HoldState, holdState, partBetween } from './hold.js';
import type { PointsNotPositive } from './holding.js';

export interface HoldNotFound {
  readonly kind: 'HoldNotFound';
  readonly holdId: HoldId;
}
export interface HoldNotOpen {
  readonly kind: 'HoldNotOpen';
  readonly holdId: HoldId;
  readonly state: HoldState;
}
export interface CaptureExceedsHold {
  readonly kind: 'CaptureExceedsHold';
  /** What is left of it. */
  readonly held: Points;
  readonly asked: Points;
}

export type VoidRefusal = HoldNotFound | HoldNotOpen;
export type CaptureRefusal = HoldNotFound | PointsNotPositive | HoldNotOpen | CaptureExceedsHold;

export interface EndRequest {
  readonly holdId: HoldId;
  readonly sentBy: PartnerId | null;
}

/** Another partner's hold is no different from none. */
function found(hold: Hold | null, request: EndRequest): Result<Hold, HoldNotFound> {
  const isForeign = request.sentBy !== null && hold?.partnerId !== request.sentBy;
  return hold === null || isForeign ? refused({ kind: 'HoldNotFound', holdId: request.holdId }) : ok(hold);
}

function open(hold: Hold, now: Date): Result<Hold, HoldNotOpen> {
  const state = holdState(hold, now);
  return state === 'HELD' ? ok(hold) : refused({ kind: 'HoldNotOpen', holdId: hold.id, state });
}

export function decideVoid(request: EndRequest, hold: Hold | null, now: Date): Result<Hold, VoidRefusal> {
  const known = found(hold, request);
  return known.ok ? open(known.value, now) : known;
}

export interface CaptureRequest extends EndRequest {
  readonly points: Points | null;
  /** Whether the rest is let go. */
  readonly isFinal: boolean;
}

export interface Capture {
  readonly hold: Hold;
  readonly points: Points;
  /** Whether it ends the hold: it is the final one, or nothing is left. */
  readonly isLast: boolean;
}

/** Decides a capture of `points`, or of all that is left of the hold when they are null. */
export function decideCapture(
  request: CaptureRequest,
  hold: Hold | null,
  now: Date,
): Result<Capture, CaptureRefusal> {
  const known = found(hold, request);
  if (!known.ok) return known;
  const held = known.value.points - known.value.capturedPoints;
  // Of a hold that is all captured, "all that is left" asks for the whole once more.
  const points = request.points ?? (held > 0n ? held : known.value.points);
  if (points <= 0n) return refused({ kind: 'PointsNotPositive', points });
  const opened = open(known.value, now);
  if (!opened.ok) return opened;
  if (points > held) return refused({ kind: 'CaptureExceedsHold', held, asked: points });
  return ok({ hold: opened.value, points, isLast: request.isFinal || points === held });
}

/** The part of each slice that a capture spends: slices in their order until the points are found. */
export function capturedSlices(slices: readonly LotSlice[], points: Points): readonly LotSlice[] {
  return partBetween(slices, 0n, points);
}

/**
 * What a capture does to lots: slices that it ends are no longer held, the captured part of them is gone.
 *
 * @param slices - all that is left of the hold when the capture ends it, else just what is captured
 */
export function captureChanges(
  slices: readonly LotSlice[],
  captured: readonly LotSlice[],
): readonly LotChange[] {
  const spent = new Map(captured.map(({ lotId, points }) => [lotId, points]));
  return slices.map(({ lotId, points }) => ({ lotId, remaining: -(spent.get(lotId) ?? 0n), held: -points }));
}

/** The part of each slice that a capture leaves, and so sets free. */
export function freedSlices(slices: readonly LotSlice[], captured: readonly LotSlice[]): readonly LotSlice[] {
  const spent = new Map(captured.map(({ lotId, points }) => [lotId, points]));
  return slices.flatMap((slice) => {
    const freed = slice.points - (spent.get(slice.lotId) ?? 0n);
    return freed === 0n ? [] : [{ ...slice, points: freed }];
  });
}

/**
 * What the redeeming partner is owed, by issuer of the points.
 *
 * The whole is rounded once and shared out, so that the parts sum to what the agreement gives for the points
 * together; and it is the difference of two cumulative figures, so that all captures of a hold sum to that too.
 *
 * @param before - what of the hold was captured before
 */
export function reimbursements(
  captured: readonly LotSlice[],
  agreement: Agreement,
  before: Points = 0n,
): readonly Obligation[] {
  const points = captured.reduce((sum, slice) => sum + slice.points, 0n);
  return owedByIssuer(
    captured,
    reimbursementFor(before + points, agreement) - reimbursementFor(before, agreement),
  );
}

/** Shares what a partner is owed for captured points out over their issuers; always the same way for the same ones. */
export function owedByIssuer(captured: readonly LotSlice[], amountMinor: bigint): readonly Obligation[] {
  const byIssuer = new Map<PartnerId, Points>();
  for (const { issuerPartnerId, points } of captured) {
    byIssuer.set(issuerPartnerId, (byIssuer.get(issuerPartnerId) ?? 0n) + points);
  }
  const issuers = [...byIssuer];
  const parts = allocate(
    amountMinor,
    issuers.map(([, points]) => points),
  );
  return issuers.map(([issuerPartnerId, points], index) => ({
    kind: 'REIMBURSEMENT',
    issuerPartnerId,
    points,
    amountMinor: -(parts[index] ?? 0n),
  }));
}
