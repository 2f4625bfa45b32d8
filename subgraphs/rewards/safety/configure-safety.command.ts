/** Puts new terms of safe spending in force as a new version; they count from the next request on. */
import type { DataSource } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { decideSafety, type SafetySettings, type SafetyTermsNotValid } from './safety-terms.js';
import { safetyTermsOf } from './safety-terms.query.js';

export type ConfigureSafetyRefusal = SafetyTermsNotValid | KeyReused;

/** @param request.changes - the settings to change; what is left out stays */
export async function configureSafety(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly changes: Partial<SafetySettings> },
): Promise<Result<Replayable<{ version: number }>, ConfigureSafetyRefusal>> {
  const { caller, key, changes } = request;
  const command = { caller, key, command: 'configureSafety', input: changes };
  return once(database, command, async (transaction) => {
    // Two operators at once would both make the next version; the second waits and builds on the first.
    await transaction.query(`select pg_advisory_xact_lock(hashtext('rewards.safety_terms'))`);
    const inForce = await safetyTermsOf(transaction);
    const decided = decideSafety({ ...inForce, ...changes });
    if (!decided.ok) return decided;
    const settings = decided.value;
    const version = inForce.version + 1;
    await rows(
      transaction,
      `insert into safety_terms (version, points_per_redemption_max, points_per_hour_max, points_per_day_max,
         redemptions_per_day_max, partners_per_day_max, step_up_above, step_up_on_new_partner, step_up_minutes,
         configured_at, configured_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        version,
        settings.pointsPerRedemptionMax,
        settings.pointsPerHourMax,
        settings.pointsPerDayMax,
        settings.redemptionsPerDayMax,
        settings.partnersPerDayMax,
        settings.stepUpAbove,
        settings.stepUpOnNewPartner,
        settings.stepUpMinutes,
        clock.now(),
        callerId(caller),
      ],
    );
    return ok({ version });
  });
}
