/**
 * The database of the ledger's benchmark: the schema of rewards as the product migrates it, in a PostgreSQL that keeps
 * its promises, filled with as many members as are asked for.
 */
import pg from 'pg';
import { ensureBusSchema } from '../../../shared/platform/bus/postgres-bus-schema.js';
import { asAdmin } from '../../../shared/platform/database/admin-session.js';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { migrate } from '../../../shared/platform/database/migrate.js';
import { appUrl, provision } from '../../../shared/platform/database/provision.js';
import { rewardsMigrations } from '../../../subgraphs/rewards/migrations/list.js';
import { proveLedger } from '../../../subgraphs/rewards/proof/ledger-proof.query.js';
import { memberStatements, referenceStatements } from './fill-statements.js';

export interface LedgerDatabase {
  /** As the role of the subgraph. */
  readonly url: string;
  readonly busUrl: string;
  /** Adds members until there are so many, and lets the server come to rest. */
  fillTo(members: number): Promise<void>;
  /** Gives the invariants that do not hold. */
  broken(): Promise<readonly string[]>;
}

const CHUNK = 50_000;

export async function openLedgerDatabase(adminUrl: string, secret: Buffer): Promise<LedgerDatabase> {
  await provision({ adminUrl, secret });
  await migrate({ adminUrl, subgraph: 'rewards', migrations: rewardsMigrations });
  await ensureBusSchema(adminUrl);
  const url = appUrl(adminUrl, 'rewards', secret);
  let filled = 0;
  await fill(adminUrl, async (client) => {
    for (const statement of referenceStatements) await client.query(statement);
  });
  return {
    url,
    busUrl: appUrl(adminUrl, 'bus', secret),
    async fillTo(members) {
      await fill(adminUrl, async (client) => {
        for (; filled < members; filled = Math.min(filled + CHUNK, members)) {
          const span = [filled, Math.min(filled + CHUNK, members) - 1];
          for (const statement of memberStatements) await client.query(statement, span);
        }
      });
      await asAdmin(adminUrl, 'bench', async (admin) => {
        // An empty table that was looked at counts as one that stays empty, and is planned to be read whole ever after.
        const { rows: tables } = await admin.query<{ name: string }>(
          `select oid::regclass::text as name from pg_class where relkind = 'r'
             and relnamespace = 'rewards'::regnamespace and pg_relation_size(oid) > 0`,
        );
        await admin.query(`vacuum analyze ${tables.map(({ name }) => name).join(', ')}`);
        await admin.query('checkpoint');
      });
    },
    async broken() {
      const database = await openDatabase({ url, applicationName: 'bench', schema: 'rewards', rows: [] });
      const invariants = await proveLedger(database).finally(() => database.destroy());
      return invariants.filter(({ holds }) => !holds).map(({ name }) => name);
    },
  };
}

/** What is filled in may be lost in a crash of the benchmark; what is measured may not. */
async function fill(adminUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({
    connectionString: adminUrl,
    options:
      '-c search_path=rewards -c session_replication_role=replica -c synchronous_commit=off -c work_mem=256MB',
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
