/**
 * Reads the kinds of wallet in force: the highest version of each unit.
 *
 * They change rarely and are needed by every purchase, so a process keeps the ones it parsed last and asks only for
 * the newest revision, as a part of the statement that asks everything else.
 */
import type { DataSource } from 'typeorm';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { MAIN_UNIT, type WalletKind, walletKindSettings } from './wallet-kind.js';

/** The revision of the kinds in force, as an expression of a statement. */
export const kindsRevision = '(select max(revision) from wallet_kind)';

export interface WalletKinds {
  readonly revision: bigint;
  /** The main unit's first, then the others by their unit. */
  readonly inForce: readonly WalletKind[];
}

interface KindRow {
  readonly unit: string;
  readonly version: number;
  readonly settings: unknown;
  readonly revision: bigint;
}

/** Keeps nothing but what can be read again: a revision never changes. */
const kept = new WeakMap<DataSource, WalletKinds>();

async function readKinds(runner: SqlRunner): Promise<WalletKinds> {
  const found = await rows<KindRow>(
    runner,
    `select distinct on (unit) unit, version, settings, max(revision) over () as revision
     from wallet_kind order by unit, version desc`,
  );
  const kinds = found.map(({ unit, version, settings }) => ({
    ...walletKindSettings.parse(settings),
    unit,
    version,
  }));
  const inForce = kinds.sort((a, b) => Number(b.unit === MAIN_UNIT) - Number(a.unit === MAIN_UNIT));
  return { revision: found[0]?.revision ?? 0n, inForce };
}

/** Gives the kinds of a revision that a statement just saw, or newer ones. */
export async function kindsOfRevision(
  database: DataSource,
  runner: SqlRunner,
  revision: bigint,
): Promise<WalletKinds> {
  const known = kept.get(database);
  if (known !== undefined && known.revision >= revision) return known;
  const read = await readKinds(runner);
  kept.set(database, read);
  return read;
}

/** Gives the kinds that this process read last: those of the statement that it just sent for a purchase. */
export async function kindsReadLast(database: DataSource, runner: SqlRunner): Promise<WalletKinds> {
  return kept.get(database) ?? readKinds(runner);
}

/** Gives the kinds in force now. */
export function kindsInForce(runner: SqlRunner): Promise<WalletKinds> {
  return readKinds(runner);
}

const KINDS = Symbol('kinds of wallet in force');

/** The kinds in force, read once in a request. */
export function kindsOfRequest(database: DataSource, context: RequestContext): Promise<WalletKinds> {
  return context.perRequest(KINDS, () => readKinds(database));
}

/** Gives the version of a kind that something was decided by. */
export async function kindOfVersion(
  runner: SqlRunner,
  { unit, version }: { readonly unit: string; readonly version: number },
): Promise<WalletKind> {
  const [found] = await rows<{ settings: unknown }>(
    runner,
    'select settings from wallet_kind where unit = $1 and version = $2',
    [unit, version],
  );
  return { ...walletKindSettings.parse(found?.settings), unit, version };
}
