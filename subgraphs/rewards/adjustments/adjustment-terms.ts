/** The terms of adjustments: above how many units another operator must approve. Versions never change. */
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { POINTS_SETTING_MAX, type SettingNotValid } from '../gift-terms/gift-terms.js';

export interface AdjustmentTerms {
  readonly version: number;
  /** Of one member and one unit, given and taken together, in a calendar day of the programme. */
  readonly secondApprovalAbovePoints: Points;
  readonly configuredAt: Date;
}

/** Accepts the limit as a term; zero means that every adjustment needs another operator. */
export function decideAdjustmentTerms(above: Points): Result<Points, SettingNotValid> {
  if (above >= 0n && above <= POINTS_SETTING_MAX) return ok(above);
  const rule = `from 0 to ${POINTS_SETTING_MAX}`;
  return refused({ kind: 'SettingNotValid', field: 'secondApprovalAbovePoints', rule });
}
