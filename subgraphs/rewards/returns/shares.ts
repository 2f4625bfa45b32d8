/**
 * What of a purchase is back: by the goods that came back, and by its lots that were cancelled because their event did
 * not come.
 *
 * Each figure is the difference of two cumulative ones, so in whatever pieces and order things go back, all of it sums
 * exactly to all that the purchase gave. A cancelled lot is back as a whole: no return takes anything of it again.
 */
import type { LotId } from '../../../shared/values/ids.js';
import { roundHalfUp } from '../../../shared/values/money.js';
import type { Points } from '../../../shared/values/points.js';
import { POINTS_UNIT } from '../ledger/posting.js';

/** A purchase as far as its figures go. */
export interface SoldFigures {
  readonly lines: readonly {
    readonly quantity: number;
    readonly amountMinor: bigint;
    readonly points: Points;
    readonly returnedQuantity: number;
  }[];
  readonly lots: readonly SoldLot[];
}

/** A lot that the purchase made. */
export interface SoldLot {
  readonly id: LotId;
  readonly unit: string;
  readonly original: Points;
  readonly isCancelled?: boolean;
}

/** What a lot of the purchase gave of what goes back. */
export interface LotShare {
  readonly lotId: LotId;
  readonly unit: string;
  readonly points: Points;
}

/** How much of a figure is back by goods, before and after. */
interface Mark {
  readonly from: bigint;
  readonly to: bigint;
}

/**
 * The part of a whole that lies between two marks on it; parts that touch sum to the whole, whatever the rounding.
 */
export function between(
  whole: bigint,
  { from, to, of }: Mark & { readonly of: bigint },
  divide: (numerator: bigint, denominator: bigint) => bigint,
): bigint {
  return of === 0n ? 0n : divide(whole * to, of) - divide(whole * from, of);
}

type BackFigure = 'points' | 'amountMinor';

/** What of a figure was taken back by earlier returns, told by the same cumulative rule that took it. */
export function backByGoods(purchase: SoldFigures, figure: BackFigure): bigint {
  return purchase.lines.reduce((sum, line) => {
    const step = { from: 0n, to: BigInt(line.returnedQuantity), of: BigInt(line.quantity) };
    return sum + between(line[figure], step, roundHalfUp);
  }, 0n);
}

/** What each lot that is not cancelled gives between two marks of points and of money. */
export function sharesBetween(
  purchase: SoldFigures,
  marks: { readonly points: Mark; readonly amountMinor: Mark },
): readonly LotShare[] {
  const of = purchase.lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  // Lots of other units give back in proportion to the money that comes back; all of it gives all of them.
  const others = purchase.lots
    .filter(({ unit }) => unit !== POINTS_UNIT)
    .map(({ id, unit, original }) => {
      const points = between(original, { ...marks.amountMinor, of }, roundHalfUp);
      return { lotId: id, unit, points };
    });
  const cancelled = new Set(purchase.lots.flatMap((lot) => (lot.isCancelled ? lot.id : [])));
  return [...mainShares(purchase, marks.points), ...others].filter(
    ({ lotId, points }) => points > 0n && !cancelled.has(lotId),
  );
}

/**
 * Shares points out over the purchase's lots of the shared currency, first the first lot against all others, then the
 * next: each split is of two parts, so no share ever goes backwards from one return to the next.
 */
function mainShares(purchase: SoldFigures, { from, to }: Mark): readonly LotShare[] {
  const lots = purchase.lots.filter(({ unit }) => unit === POINTS_UNIT);
  let [before, after, of] = [from, to, lots.reduce((sum, { original }) => sum + original, 0n)];
  return lots.map(({ id, unit, original }) => {
    const [upTo, upToNow] = [(original * before) / of, (original * after) / of];
    [before, after, of] = [before - upTo, after - upToNow, of - original];
    return { lotId: id, unit, points: upToNow - upTo };
  });
}

/** How many points of the shared currency are back at a mark of what came back by goods, cancelled lots included. */
export function pointsBack(purchase: SoldFigures, byGoods: Points): Points {
  const lots = purchase.lots.filter(({ unit }) => unit === POINTS_UNIT);
  // A purchase that gave nothing has no lots to ask.
  if (lots.length === 0) return byGoods;
  const cancelled = lots.filter((lot) => lot.isCancelled).reduce((sum, { original }) => sum + original, 0n);
  const live = sharesBetween(purchase, {
    points: { from: 0n, to: byGoods },
    amountMinor: { from: 0n, to: 0n },
  });
  return live.reduce((sum, { points }) => sum + points, cancelled);
}
