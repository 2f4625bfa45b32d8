/**
 * What the reversal of a capture gives back: the very points that it spent, to the lots they came from, with the expiry
 * those have; and from the partner the very money that it was owed for them.
 *
 * What was burned last goes back first. Money is the difference of two cumulative figures for each issuer, so however a
 * capture is reversed, at once or point by point, all its reversals sum exactly to it.
 */
import type {
  AgreementId,
  CaptureId,
  HoldId,
  LotId,
  MemberId,
  PartnerId,
  StoreId,
} from '../../../shared/values/ids.js';
import { roundHalfUp } from '../../../shared/values/money.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { Obligation } from '../ledger/clearing.js';
import { lessPaid, slicesForDebt, sumOf } from '../ledger/debt-payment.js';
import type { LotChange } from '../ledger/entry.js';
import { type Lot, type LotSlice, lotState } from '../ledger/lot.js';
import { owedByIssuer } from '../redemptions/capturing.js';
import { partBetween } from '../redemptions/hold.js';
import type { PointsNotPositive } from '../redemptions/holding.js';
import { between } from '../returns/shares.js';

/** A lot that a capture burned, also one of which nothing is left. */
export interface BurnedLot extends Lot {
  readonly closedAs: 'EXPIRED' | 'CANCELLED' | null;
}

/** A capture as it was made, and how much of it is back already. */
export interface CapturedPoints {
  readonly id: CaptureId;
  readonly holdId: HoldId;
  readonly memberId: MemberId;
  readonly partnerId: PartnerId;
  readonly storeId: StoreId;
  readonly termsVersion: number;
  readonly agreementId: AgreementId;
  readonly points: Points;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** What it burned, in the order in which it did. */
  readonly slices: readonly LotSlice[];
  readonly lots: readonly BurnedLot[];
  readonly reversedPoints: Points;
}

export interface ReversalRequest {
  readonly captureId: CaptureId;
  /** All that is left of the capture when null. */
  readonly points: Points | null;
  readonly sentBy: PartnerId | null;
}

export interface CaptureNotFound {
  readonly kind: 'CaptureNotFound';
  readonly captureId: CaptureId;
}
export interface ReversalExceedsCapture {
  readonly kind: 'ReversalExceedsCapture';
  readonly captured: Points;
  readonly alreadyReversed: Points;
  readonly asked: Points;
}

export type ReversalRefusal = CaptureNotFound | PointsNotPositive | ReversalExceedsCapture;

export interface Reversing {
  readonly capture: CapturedPoints;
  readonly points: Points;
  /** What goes back, by lot. */
  readonly slices: readonly LotSlice[];
  readonly amountMinor: bigint;
  readonly obligations: readonly Obligation[];
}

/** Decides a reversal, or why there is none. Refusals in order of precedence. */
export function decideReversal(
  request: ReversalRequest,
  capture: CapturedPoints | null,
): Result<Reversing, ReversalRefusal> {
  // Another partner's capture is no different from none: nothing is told about it.
  const isForeign = request.sentBy !== null && capture?.partnerId !== request.sentBy;
  if (capture === null || isForeign) {
    return refused({ kind: 'CaptureNotFound', captureId: request.captureId });
  }
  const { points: captured, reversedPoints: alreadyReversed } = capture;
  const left = captured - alreadyReversed;
  // Of a capture that is all back, "all that is left" asks for the whole once more.
  const points = request.points ?? (left > 0n ? left : captured);
  if (points <= 0n) return refused({ kind: 'PointsNotPositive', points });
  if (points > left) {
    return refused({ kind: 'ReversalExceedsCapture', captured, alreadyReversed, asked: points });
  }
  const obligations = takenBack(capture, points);
  return ok({
    capture,
    points,
    slices: partBetween(capture.slices, left - points, left),
    amountMinor: obligations.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    obligations,
  });
}

function takenBack(capture: CapturedPoints, points: Points): readonly Obligation[] {
  const { slices, points: captured, reversedPoints } = capture;
  const back = (issuer: PartnerId, reversed: Points): Points =>
    sumOf(
      partBetween(slices, captured - reversed, captured).filter((slice) => slice.issuerPartnerId === issuer),
    );
  return owedByIssuer(slices, capture.amountMinor).flatMap((owed) => {
    const from = back(owed.issuerPartnerId, reversedPoints);
    const to = back(owed.issuerPartnerId, reversedPoints + points);
    const amountMinor = between(-owed.amountMinor, { from, to, of: owed.points }, roundHalfUp);
    return to === from ? [] : [{ ...owed, points: from - to, amountMinor }];
  });
}

/** Where the points that go back end up: free, lost to time, or in the member's debt. */
export interface Landing {
  readonly usable: Points;
  /** Back in lots whose time is over. */
  readonly expired: Points;
  readonly debtPaid: Points;
  /** The part of each slice that pays debt. */
  readonly paid: readonly LotSlice[];
  readonly changes: readonly LotChange[];
}

/** What goes back, and where it was burned. */
export interface GoingBack extends Pick<Reversing, 'points' | 'slices'> {
  readonly capture: { readonly id: string; readonly lots: readonly BurnedLot[] };
}

/** A debt is paid first by what becomes usable; points that are lost to time pay nothing. */
export function landingOf({ capture, slices, points }: GoingBack, debt: Points, now: Date): Landing {
  const lots = new Map<LotId, BurnedLot>(capture.lots.map((lot) => [lot.id, lot]));
  const isLost = ({ lotId }: LotSlice): boolean => {
    const lot = lots.get(lotId);
    if (lot === undefined) throw new Error(`lot ${lotId} of ${capture.id} is not there`);
    return lotState(lot, now) === 'EXPIRED';
  };
  const paid = slicesForDebt(slices, { lots: capture.lots, debt }, now);
  const [expired, debtPaid] = [sumOf(slices.filter(isLost)), sumOf(paid)];
  const changes = slices.map((slice): LotChange => {
    const wasClosed = lots.get(slice.lotId)?.closedAs !== null;
    return { lotId: slice.lotId, remaining: slice.points, held: 0n, ...(wasClosed ? { reopens: true } : {}) };
  });
  return {
    usable: points - expired - debtPaid,
    expired,
    debtPaid,
    paid,
    changes: lessPaid(changes, paid),
  };
}
