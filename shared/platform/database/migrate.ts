/**
 * Brings the schema of one tenant up to date, as the role that owns it.
 *
 * Several processes may start at once: one migrates, the others wait and find nothing to do. Each migration is
 * one transaction together with the record that it ran, so a crash leaves it done or not begun.
 */
import 'reflect-metadata';
import { DataSource, type MigrationInterface } from 'typeorm';
import { asAdmin } from './admin-session.js';
import { Platform1600000000000 } from './platform-migration.js';
import { appRole, ownerRole, type Tenant } from './roles.js';
import { SteadyClient } from './steady-client.js';

/**
 * Migration classes with hand-written SQL, named `<What><timestamp of 13 digits>` as TypeORM wants; run in the
 * order of timestamps.
 */
export type MigrationList = readonly (new () => MigrationInterface)[];

const MIGRATION_TABLE = 'migration';

/**
 * A migration may take its time, but it must not queue behind a long reader and so stop everyone queueing
 * behind it.
 */
const LOCK_MS_MAX = 10_000;

export interface MigrateOptions {
  readonly adminUrl: string;
  readonly subgraph: Tenant;
  readonly migrations: MigrationList;
}

/** Runs what has not run yet and gives the names of it, oldest first. Needs `provision` to have run. */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  return asAdmin(options.adminUrl, `migrate ${options.subgraph}`, async () => {
    const database = await openAsOwner(options);
    try {
      const ran = await database.runMigrations({ transaction: 'each' });
      // The record of what ran is no business of the app role, which default privileges would let write it.
      await database.query(`revoke all on ${MIGRATION_TABLE} from ${appRole(options.subgraph)}`);
      return ran.map((migration) => migration.name);
    } finally {
      await database.destroy();
    }
  });
}

function openAsOwner({ adminUrl, subgraph, migrations }: MigrateOptions): Promise<DataSource> {
  // The bus tells, hears and answers nothing itself.
  const platform: MigrationList = subgraph === 'bus' ? [] : [Platform1600000000000];
  return new DataSource({
    type: 'postgres',
    url: adminUrl,
    applicationName: `coalition migrate ${subgraph}`,
    schema: subgraph,
    migrations: [...platform, ...migrations],
    migrationsTableName: MIGRATION_TABLE,
    synchronize: false,
    logging: false,
    installExtensions: false,
    poolSize: 2,
    poolErrorHandler: () => undefined,
    extra: {
      Client: SteadyClient,
      options: `-c role=${ownerRole(subgraph)} -c search_path=${subgraph}`,
      lock_timeout: LOCK_MS_MAX,
      statement_timeout: 0,
    },
  }).initialize();
}
