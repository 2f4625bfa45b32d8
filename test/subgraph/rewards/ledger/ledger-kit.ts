/** What the tests of the proof share: a superuser behind the subgraph's back, and findings by the name of the check. */
import pg from 'pg';
import { inject } from 'vitest';
import { type Finding, runCheck } from '../../../../shared/platform/runtime/check.js';
import { ledgerChecks } from '../../../../subgraphs/rewards/proof/ledger-proof.query.js';
import { sealEntries } from '../../../../subgraphs/rewards/proof/seal-entries.command.js';
import { eventually } from '../../../world/eventually.js';
import type { SubgraphWorld } from '../../../world/subgraph-world.js';

/** Connects as the superuser to the database of a world, in the schema of the subgraph. */
export async function superuser(world: SubgraphWorld): Promise<pg.Client> {
  const [{ name }] = await world.database.query('select current_database() as name');
  const url = new URL(inject('adminUrl'));
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('set search_path = rewards');
  return client;
}

const UNSEALED =
  'select count(*)::int as count from entry where not exists (select from sealed_entry where entry_id = id)';

/** Seals until nothing is left, beside the worker that does the same. */
export async function sealAll(world: SubgraphWorld): Promise<void> {
  await eventually(async () => {
    await sealEntries(world.database, world.clock.now());
    const [{ count }] = await world.database.query(UNSEALED);
    return count === 0;
  });
}

/** What the checks find once these statements ran, all of which is undone afterwards; the triggers are off. */
export async function findingsAfter(client: pg.Client, tampering: readonly string[]): Promise<Finding[]> {
  await client.query('begin; set local session_replication_role = replica');
  try {
    for (const sql of tampering) {
      const { rowCount } = await client.query(sql);
      if (rowCount !== 1) throw new Error(`${rowCount} rows by: ${sql}`);
    }
    const findings: Finding[] = [];
    for (const check of ledgerChecks) {
      findings.push(await runCheck(check, async (sql) => (await client.query(sql)).rows, 20));
    }
    return findings.filter(({ holds }) => !holds);
  } finally {
    await client.query('rollback');
  }
}
