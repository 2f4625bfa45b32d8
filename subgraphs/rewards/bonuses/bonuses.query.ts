/**
 * Reads the bonuses: the highest version of each code, whether it is in force or not.
 *
 * What is in force follows from the time of a purchase alone, so the same rules serve any number of baskets at once. A
 * process keeps those it parsed last and asks only for the newest revision, as a part of another statement.
 */
import type { DataSource } from 'typeorm';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import { type BonusRule, bonusSettings } from './bonus.js';

/** The revision of the bonuses, as an expression of a statement; zero while there is none. */
export const bonusesRevision = '(select coalesce(max(revision), 0) from bonus)';

interface KeptBonuses {
  readonly revision: bigint;
  readonly rules: readonly BonusRule[];
}

/** Keeps nothing but what can be read again: a revision never changes. */
const kept = new WeakMap<DataSource, KeptBonuses>();

async function readBonuses(runner: SqlRunner): Promise<KeptBonuses> {
  const found = await rows<{ code: string; version: number; settings: unknown; revision: bigint }>(
    runner,
    `select distinct on (code) code, version, settings, max(revision) over () as revision
     from bonus order by code, version desc`,
  );
  const rules = found.map(({ code, version, settings }) => ({
    ...bonusSettings.parse(settings),
    code,
    version,
  }));
  return { revision: found[0]?.revision ?? 0n, rules };
}

/** Gives the bonuses of a revision that a statement just saw, or newer ones, in the order of their codes. */
export async function bonusesOfRevision(
  database: DataSource,
  runner: SqlRunner,
  revision: bigint,
): Promise<readonly BonusRule[]> {
  if (revision === 0n) return [];
  const known = kept.get(database);
  if (known !== undefined && known.revision >= revision) return known.rules;
  const read = await readBonuses(runner);
  kept.set(database, read);
  return read.rules;
}

/** Gives the bonuses as they are configured now. */
export async function bonusesNow(runner: SqlRunner): Promise<readonly BonusRule[]> {
  return (await readBonuses(runner)).rules;
}

/** Gives a version of a bonus. */
export async function bonusOfVersion(
  runner: SqlRunner,
  { code, version }: { readonly code: string; readonly version: number },
): Promise<BonusRule> {
  const [found] = await rows<{ settings: unknown }>(
    runner,
    'select settings from bonus where code = $1 and version = $2',
    [code, version],
  );
  return { ...bonusSettings.parse(found?.settings), code, version };
}
