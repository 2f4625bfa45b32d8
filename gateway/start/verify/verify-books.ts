/**
 * Recounts both books of a database in one snapshot, which a few connections share: every check of every subgraph,
 * and those between them.
 *
 * Reads only, so a platform may run on it meanwhile; the database counts, and only rows that are wrong come here,
 * however many entries there are.
 */
import type pg from 'pg';
import { asAdmin, connectAdmin } from '../../../shared/platform/database/admin-session.js';
import { StartError } from '../../../shared/platform/lifecycle/start-error.js';
import { type Check, type Finding, runCheck } from '../../../shared/platform/runtime/check.js';
import {
  EXPORT_SNAPSHOT,
  importSnapshot,
  RECOUNT_SETTINGS,
  recount,
} from '../../../shared/platform/runtime/recount.js';
import { subgraphDefinitions } from '../subgraphs.js';
import { crossChecks } from './cross-checks.js';

export interface TimedFinding extends Finding {
  /** The subgraph, or `both` for what is between them. */
  readonly book: string;
  readonly seconds: number;
}

/** So many rows are named for each check; the rest is counted. */
export const NAMED_ROWS_MAX = 20;

/** More would take the machine from a platform that may run on it. */
const CONNECTIONS = 3;

interface AskedCheck {
  readonly book: string;
  readonly schema: string;
  readonly check: Check;
  readonly isSlow: boolean;
}

const chapters = [
  ...subgraphDefinitions.map(({ name, checks = [] }) => ({ book: name, schema: name, checks })),
  { book: 'both', schema: 'rewards, partners', checks: crossChecks },
];
const asked: readonly AskedCheck[] = chapters.flatMap(({ book, schema, checks }) =>
  checks.map((check) => ({ book, schema, check, isSlow: check.isSlow === true })),
);

/** Runs all checks, telling each in its order. */
export function verifyBooks(
  adminUrl: string,
  onFinding: (finding: TimedFinding) => void = () => undefined,
): Promise<readonly TimedFinding[]> {
  return asAdmin(adminUrl, 'verify', async (admin) => {
    await requireBooks(admin);
    await begin(admin);
    const { rows } = await admin.query<{ snapshot: string }>(EXPORT_SNAPSHOT);
    const readers = [admin];
    try {
      while (readers.length < CONNECTIONS) {
        const another = await connectAdmin(adminUrl, 'verify');
        readers.push(another);
        await begin(another, rows[0]?.snapshot);
      }
      return await recount(asked, readers, runTimed, onFinding);
    } finally {
      await Promise.all(readers.slice(1).map((another) => another.end()));
    }
  });
}

async function runTimed({ book, schema, check }: AskedCheck, reader: pg.Client): Promise<TimedFinding> {
  await reader.query(`set local search_path = ${schema}`);
  const began = performance.now();
  const found = await runCheck(check, async (sql) => (await reader.query(sql)).rows, NAMED_ROWS_MAX);
  return { ...found, book, seconds: (performance.now() - began) / 1_000 };
}

async function requireBooks(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ missing: string }>(
    `select name as missing from unnest($1::text[]) as name where to_regclass(name) is null`,
    [['rewards.sealed_entry', 'partners.clearing_entry']],
  );
  if (rows.length > 0) {
    throw new StartError(
      `The database holds no coalition of this version: ${rows.map(({ missing }) => missing).join(' and ')} missing. ` +
        'Start the platform on it once, which brings it up to date.',
    );
  }
}

/** As long as it takes, also while only others are still counting. */
async function begin(reader: pg.Client, snapshot?: string): Promise<void> {
  await reader.query('begin isolation level repeatable read read only');
  if (snapshot !== undefined) await reader.query(importSnapshot(snapshot));
  await reader.query(
    `set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; ${RECOUNT_SETTINGS}`,
  );
}
