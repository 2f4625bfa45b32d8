/**
 * Recounts both books of a database in one snapshot: every check of every subgraph, and those between them.
 *
 * Reads only, so a platform may run on it meanwhile; the database counts, and only rows that are wrong come here,
 * however many entries there are.
 */
import type pg from 'pg';
import { asAdmin } from '../../../shared/platform/database/admin-session.js';
import { StartError } from '../../../shared/platform/lifecycle/start-error.js';
import { type Check, type Finding, runCheck } from '../../../shared/platform/runtime/check.js';
import { subgraphDefinitions } from '../subgraphs.js';
import { crossChecks } from './cross-checks.js';

export interface TimedFinding extends Finding {
  /** The subgraph, or `both` for what is between them. */
  readonly book: string;
  readonly seconds: number;
}

/** So many rows are named for each check; the rest is counted. */
export const NAMED_ROWS_MAX = 20;

interface Chapter {
  readonly book: string;
  readonly schema: string;
  readonly checks: readonly Check[];
}

const chapters: readonly Chapter[] = [
  ...subgraphDefinitions.map(({ name, checks = [] }) => ({ book: name, schema: name, checks })),
  { book: 'both', schema: 'rewards, partners', checks: crossChecks },
];

/** Runs all checks, telling each as it is done. */
export function verifyBooks(
  adminUrl: string,
  onFinding: (finding: TimedFinding) => void = () => undefined,
): Promise<readonly TimedFinding[]> {
  return asAdmin(adminUrl, 'verify', async (admin) => {
    await begin(admin);
    const findings: TimedFinding[] = [];
    for (const { book, schema, checks } of chapters) {
      await admin.query(`set local search_path = ${schema}`);
      for (const check of checks) {
        const began = performance.now();
        const found = await runCheck(check, async (sql) => (await admin.query(sql)).rows, NAMED_ROWS_MAX);
        const finding = { ...found, book, seconds: (performance.now() - began) / 1_000 };
        findings.push(finding);
        onFinding(finding);
      }
    }
    return findings;
  });
}

async function begin(admin: pg.Client): Promise<void> {
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
  await admin.query('begin isolation level repeatable read read only');
  // Sorting in memory what fits, on disk what does not: the server stays small whatever the size of the books.
  await admin.query(`set local statement_timeout = 0; set local work_mem = '64MB'; set local jit = off`);
}
