/** Reads the terms of safe spending: those in force, which are the highest version, and any by its version. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { SafetyTerms } from './safety-terms.js';

export interface SafetyTermsRecord extends SafetyTerms {
  readonly configuredAt: Date;
}

/** The settings as columns of a statement. */
export const termsColumns = `points_per_redemption_max as "pointsPerRedemptionMax",
  points_per_hour_max as "pointsPerHourMax", points_per_day_max as "pointsPerDayMax",
  redemptions_per_day_max as "redemptionsPerDayMax", partners_per_day_max as "partnersPerDayMax",
  step_up_above as "stepUpAbove", step_up_on_new_partner as "stepUpOnNewPartner", step_up_minutes as "stepUpMinutes"`;

/** Gives the terms in force, or those of a version. */
export async function safetyTermsOf(
  runner: SqlRunner,
  version: number | null = null,
): Promise<SafetyTermsRecord> {
  const [terms] = await rows<SafetyTermsRecord>(
    runner,
    `select version, configured_at as "configuredAt", ${termsColumns} from safety_terms
     where $1::integer is null or version = $1 order by version desc limit 1`,
    [version],
  );
  if (terms === undefined) throw new Error(`there are no terms of safe spending of version ${version}`);
  return terms;
}
