/** How many points may go in a calendar month: by a member from what others of a household have, or by a buyer. */
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

/** Null is no limit. */
export type MonthlyLimit = Points | null;

/** Above every balance that can come together, and far below the end of the column. */
export const MONTHLY_LIMIT_MAX: Points = 1_000_000_000_000n;

export interface LimitNotValid {
  readonly kind: 'LimitNotValid';
  readonly limitMax: Points;
}

/** Zero is a limit: nothing may go. */
export function monthlyLimit(points: Points | null | undefined): Result<MonthlyLimit, LimitNotValid> {
  if (points === null || points === undefined) return ok(null);
  if (points >= 0n && points <= MONTHLY_LIMIT_MAX) return ok(points);
  return refused({ kind: 'LimitNotValid', limitMax: MONTHLY_LIMIT_MAX });
}
