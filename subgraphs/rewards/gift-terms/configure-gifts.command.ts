/** Puts new terms of gifts in force as a new version. Offers that are open keep what they were offered by. */
import type { DataSource } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { decideGiftTerms, type GiftSettings, type SettingNotValid } from './gift-terms.js';
import { giftTermsInForce } from './gift-terms.query.js';

export type ConfigureGiftsRefusal = SettingNotValid | KeyReused;

/** @param request.changes - the settings to change; what is left out stays */
export async function configureGifts(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly changes: Partial<GiftSettings> },
): Promise<Result<Replayable<{ version: number }>, ConfigureGiftsRefusal>> {
  const { caller, key, changes } = request;
  const command = { caller, key, command: 'configureGifts', input: changes };
  return once(database, command, async (transaction) => {
    // Two operators at once would both make the next version; the second waits and builds on the first.
    await transaction.query(`select pg_advisory_xact_lock(hashtext('rewards.gift_terms'))`);
    const inForce = await giftTermsInForce(transaction);
    const decided = decideGiftTerms({ ...inForce, ...changes });
    if (!decided.ok) return decided;
    const version = inForce.version + 1;
    const terms = decided.value;
    await rows(
      transaction,
      `insert into gift_terms (version, is_on, gift_min_points, gift_max_points, giver_day_max_points,
         giver_month_max_points, receiver_month_max_points, offer_days, configured_at, configured_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        version,
        terms.isOn,
        terms.giftMinPoints,
        terms.giftMaxPoints,
        terms.giverDayMaxPoints,
        terms.giverMonthMaxPoints,
        terms.receiverMonthMaxPoints,
        terms.offerDays,
        clock.now(),
        callerId(caller),
      ],
    );
    return ok({ version });
  });
}
