/**
 * Puts a kind of wallet in force as a new version. What was earned by the earlier ones keeps the life they gave it.
 */
import type { DataSource } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import {
  decideWalletKind,
  type WalletKindNotValid,
  type WalletKindSettings,
  walletKindSettings,
} from './wallet-kind.js';
import { kindsInForce } from './wallet-kinds.query.js';

export type ConfigureWalletKindRefusal = WalletKindNotValid | KeyReused;

export interface ConfigureWalletKindRequest {
  readonly caller: Caller;
  readonly key: string;
  readonly unit: string;
  /** The settings to change; what is left out stays, or is as for a new unit. */
  readonly changes: Partial<WalletKindSettings>;
}

/** A unit that only counts: earned by nothing until a setting says by what. */
const NEW_KIND: Omit<WalletKindSettings, 'nameOne' | 'nameMany'> = {
  purpose: 'QUALIFYING',
  earning: { by: 'NOTHING' },
  rounding: 'DOWN',
  balanceCap: null,
  periodCap: null,
  negative: 'ALLOWED',
  returnPolicy: 'UNLIMITED',
  activation: null,
  expiry: null,
  itemReward: null,
};

export async function configureWalletKind(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  { caller, key, unit, changes }: ConfigureWalletKindRequest,
): Promise<Result<Replayable<{ unit: string; version: number }>, ConfigureWalletKindRefusal>> {
  const command = { caller, key, command: 'configureWalletKind', input: { unit, changes } };
  return once(database, command, async (transaction) => {
    // Two operators at once would both make the next version; the second waits and builds on the first.
    await transaction.query(`select pg_advisory_xact_lock(hashtext('rewards.wallet_kind'))`);
    const { inForce } = await kindsInForce(transaction);
    const known = inForce.find((kind) => kind.unit === unit);
    const {
      version: former,
      unit: _unit,
      ...settings
    } = known ?? {
      unit,
      version: 0,
      ...NEW_KIND,
      nameOne: unit.toLowerCase(),
      nameMany: unit.toLowerCase(),
    };
    const decided = decideWalletKind(unit, { ...settings, ...changes });
    if (!decided.ok) return decided;
    const version = former + 1;
    await rows(
      transaction,
      `insert into wallet_kind (unit, version, settings, configured_at, configured_by) values ($1, $2, $3, $4, $5)`,
      [unit, version, walletKindSettings.encode(decided.value), clock.now(), callerId(caller)],
    );
    return ok({ unit, version });
  });
}
