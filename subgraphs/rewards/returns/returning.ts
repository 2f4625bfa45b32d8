/**
 * What a return asks back: the very points and money that its purchase gave, from stored history and never from
 * today's rules. How much of it is taken, the policy of the wallet says.
 *
 * Each figure is the difference of two cumulative ones, so however a line comes back, in one piece or one by one, all
 * returns of it sum exactly to all it gave.
 */
import type { MemberId, PartnerId, PurchaseId } from '../../../shared/values/ids.js';
import { allocate, roundHalfUp } from '../../../shared/values/money.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { type AmountNotPositive, CLOCK_TOLERANCE_MS } from '../purchases/receipt.js';
import type { ReturnPolicy } from '../wallet-kinds/wallet-kind.js';
import { backByGoods, between, type LotShare, pointsBack, type SoldLot, sharesBetween } from './shares.js';

/** A line as it was sold, and how much of it is back already. */
export interface SoldLine {
  readonly lineNumber: number;
  readonly sku: string;
  readonly quantity: number;
  readonly amountMinor: bigint;
  readonly points: Points;
  readonly returnedQuantity: number;
}

/** What decides how much of a unit a return may take: the kind as it was when the purchase was made. */
export interface SoldUnit {
  readonly kindVersion: number;
  readonly policy: ReturnPolicy;
}

export interface SoldPurchase {
  readonly id: PurchaseId;
  readonly memberId: MemberId;
  readonly partnerId: PartnerId;
  readonly purchasedAt: Date;
  readonly points: Points;
  /** How many of them are back: taken by earlier returns, or cancelled. */
  readonly takenPoints: Points;
  readonly fundingMinor: bigint;
  readonly feeMinor: bigint;
  readonly lines: readonly SoldLine[];
  readonly lots: readonly SoldLot[];
  readonly units: ReadonlyMap<string, SoldUnit>;
}

export interface ReturnRequest {
  readonly purchaseId: PurchaseId;
  /** The member who brings the goods, when the till knows one. */
  readonly memberId: MemberId | null;
  readonly returnedAt: Date;
  readonly lines: readonly { readonly lineNumber: number; readonly quantity: number }[];
  readonly sentBy: PartnerId | null;
}

export interface PurchaseNotFound {
  readonly kind: 'PurchaseNotFound';
  readonly purchaseId: PurchaseId;
}
export interface LineNotFound {
  readonly kind: 'LineNotFound';
  readonly lineNumber: number;
}
export interface ReturnExceedsPurchase {
  readonly kind: 'ReturnExceedsPurchase';
  readonly lineNumber: number;
  readonly bought: number;
  readonly alreadyReturned: number;
  readonly asked: number;
}
export interface ReturnBeforePurchase {
  readonly kind: 'ReturnBeforePurchase';
  readonly purchasedAt: Date;
  readonly returnedAt: Date;
}
export interface ReturnInTheFuture {
  readonly kind: 'ReturnInTheFuture';
  readonly returnedAt: Date;
  readonly now: Date;
}

export type ReturnRefusal =
  | PurchaseNotFound
  | AmountNotPositive
  | LineNotFound
  | ReturnExceedsPurchase
  | ReturnBeforePurchase
  | ReturnInTheFuture;

export interface ReturnedLine {
  readonly lineNumber: number;
  readonly sku: string;
  readonly quantity: number;
  readonly amountMinor: bigint;
  readonly points: Points;
}

/** What comes back, as positive figures. */
export interface Returning {
  readonly lines: readonly ReturnedLine[];
  readonly amountMinor: bigint;
  /** All that the goods gave of the shared currency; how much of it is taken is the policy's to say. */
  readonly points: Points;
  /** The same points by the lots that gave them, and what the lots of other units give back. */
  readonly shares: readonly LotShare[];
}

/** Decides a return, or why not. Refusals in order of precedence. */
export function decideReturn(
  request: ReturnRequest,
  purchase: SoldPurchase | null,
  now: Date,
): Result<Returning, ReturnRefusal> {
  // Another partner's purchase, or another member's, is no different from none: nothing is told about it.
  const isForeign = request.sentBy !== null && purchase?.partnerId !== request.sentBy;
  const isOthers = request.memberId !== null && purchase?.memberId !== request.memberId;
  if (purchase === null || isForeign || isOthers) {
    return refused({ kind: 'PurchaseNotFound', purchaseId: request.purchaseId });
  }
  const wrong = request.lines.findIndex(({ quantity }) => quantity <= 0);
  if (wrong >= 0) {
    const amount = BigInt(request.lines[wrong]?.quantity ?? 0);
    return refused({ kind: 'AmountNotPositive', field: `lines[${wrong}].quantity`, amount });
  }
  const lines: ReturnedLine[] = [];
  for (const [lineNumber, asked] of askedByLine(request)) {
    const line = returnLine(purchase, lineNumber, asked);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  const { returnedAt } = request;
  const { purchasedAt } = purchase;
  if (returnedAt < purchasedAt) return refused({ kind: 'ReturnBeforePurchase', purchasedAt, returnedAt });
  if (returnedAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) {
    return refused({ kind: 'ReturnInTheFuture', returnedAt, now });
  }
  return ok(sumUp(purchase, lines));
}

/** The same line named twice is one wish for the sum. */
function askedByLine(request: ReturnRequest): ReadonlyMap<number, number> {
  const asked = new Map<number, number>();
  for (const { lineNumber, quantity } of request.lines) {
    asked.set(lineNumber, (asked.get(lineNumber) ?? 0) + quantity);
  }
  return asked;
}

function returnLine(
  purchase: SoldPurchase,
  lineNumber: number,
  asked: number,
): Result<ReturnedLine, LineNotFound | ReturnExceedsPurchase> {
  const line = purchase.lines.find((sold) => sold.lineNumber === lineNumber);
  if (line === undefined) return refused({ kind: 'LineNotFound', lineNumber });
  const { quantity: bought, returnedQuantity: alreadyReturned, sku } = line;
  if (alreadyReturned + asked > bought) {
    return refused({ kind: 'ReturnExceedsPurchase', lineNumber, bought, alreadyReturned, asked });
  }
  const step = { from: BigInt(alreadyReturned), to: BigInt(alreadyReturned + asked), of: BigInt(bought) };
  const amountMinor = between(line.amountMinor, step, roundHalfUp);
  const points = between(line.points, step, roundHalfUp);
  return ok({ lineNumber, sku, quantity: asked, amountMinor, points });
}

function sumUp(purchase: SoldPurchase, lines: readonly ReturnedLine[]): Returning {
  const sumOf = (figure: 'points' | 'amountMinor') => lines.reduce((sum, line) => sum + line[figure], 0n);
  const markOf = (figure: 'points' | 'amountMinor') => {
    const from = backByGoods(purchase, figure);
    return { from, to: from + sumOf(figure) };
  };
  const marks = { points: markOf('points'), amountMinor: markOf('amountMinor') };
  const back = { from: pointsBack(purchase, marks.points.from), to: pointsBack(purchase, marks.points.to) };
  const points = back.to - back.from;
  return {
    lines: points === sumOf('points') ? lines : withPoints(lines, points),
    amountMinor: sumOf('amountMinor'),
    points,
    shares: sharesBetween(purchase, marks),
  };
}

/** The same lines when less is taken back than they earned, because a part of that was cancelled. */
function withPoints(lines: readonly ReturnedLine[], points: Points): readonly ReturnedLine[] {
  const parts = allocate(
    points,
    lines.map((line) => line.points),
  );
  return lines.map((line, index) => ({ ...line, points: parts[index] ?? 0n }));
}
