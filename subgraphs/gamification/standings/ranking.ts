/**
 * Places on a board: competition ranks (1, 2, 2, 4), where equal scores share a place and the next place is skipped.
 *
 * Inside an equal score the rows stand in a stated order (who reached it first, then member id); it serves paging
 * only and gives nobody a better place.
 */
import type { MemberId } from '../../../shared/values/ids.js';

export interface ScoreRow {
  readonly memberId: MemberId;
  readonly score: bigint;
  readonly reachedAt: Date;
}

export interface RankedRow extends ScoreRow {
  readonly rank: number;
}

/**
 * Ranks consecutive rows of a board.
 *
 * @param ahead - of the first row: how many rows have a higher score, and how many rows stand before it in the order
 */
export function rankRows(
  rows: readonly ScoreRow[],
  ahead: { readonly higher: number; readonly before: number },
): RankedRow[] {
  const ranked: RankedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const previous = ranked.at(-1);
    const shared = previous === undefined ? ahead.higher + 1 : previous.rank;
    const isTie = previous === undefined || previous.score === row.score;
    ranked.push({ ...row, rank: isTie ? shared : ahead.before + index + 1 });
  }
  return ranked;
}

/**
 * Cuts the rows around a member: `radius` on each side, shifted at the edges of the board, so that as many rows show
 * as the board can give.
 *
 * @param neighbours - rows in order, up to twice the radius on each side of the member at `own`
 */
export function aroundSlice<Row>(
  neighbours: readonly Row[],
  at: { readonly own: number; readonly radius: number },
): readonly Row[] {
  const size = 2 * at.radius + 1;
  const lastStart = Math.max(0, neighbours.length - size);
  const start = Math.min(Math.max(0, at.own - at.radius), lastStart);
  return neighbours.slice(start, start + size);
}
