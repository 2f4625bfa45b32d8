/** Puts a bonus in force as a new version. What was given by earlier versions keeps the life that they gave it. */
import type { DataSource } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { type BonusNotValid, type BonusSettings, bonusSettings, decideBonus } from './bonus.js';
import { bonusesNow } from './bonuses.query.js';

export type ConfigureBonusRefusal = BonusNotValid | KeyReused;

export interface ConfigureBonusRequest {
  readonly caller: Caller;
  readonly key: string;
  readonly code: string;
  /** The settings to change; what is left out stays, or is as for a new bonus. */
  readonly changes: Partial<BonusSettings>;
}

/** A bonus of every receipt from now on; what it gives must be said. */
const newBonus = (now: Date): BonusSettings => ({
  minTotalMinor: null,
  currency: null,
  channel: null,
  points: null,
  perMille: null,
  activation: null,
  expiry: null,
  validFrom: now,
  validUntil: null,
  isActive: true,
});

export async function configureBonus(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  { caller, key, code, changes }: ConfigureBonusRequest,
): Promise<Result<Replayable<{ code: string; version: number }>, ConfigureBonusRefusal>> {
  const command = { caller, key, command: 'configureBonus', input: { code, changes } };
  return once(database, command, async (transaction) => {
    // Two operators at once would both make the next version; the second waits and builds on the first.
    await transaction.query(`select pg_advisory_xact_lock(hashtext('rewards.bonus'))`);
    const known = (await bonusesNow(transaction)).find((bonus) => bonus.code === code);
    const {
      version: former,
      code: _code,
      ...settings
    } = known ?? { version: 0, code, ...newBonus(clock.now()) };
    const decided = decideBonus(code, { ...settings, ...changes });
    if (!decided.ok) return decided;
    const version = former + 1;
    await rows(
      transaction,
      'insert into bonus (code, version, settings, configured_at, configured_by) values ($1, $2, $3, $4, $5)',
      [code, version, bonusSettings.encode(decided.value), clock.now(), callerId(caller)],
    );
    return ok({ code, version });
  });
}
