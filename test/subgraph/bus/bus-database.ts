/** A database of its own for a test of the bus: provisioned, with the bus's tables, dropped at the end. */
import pg from 'pg';
import { ensureBusSchema } from '../../../shared/platform/bus/postgres-bus-schema.js';
import { appUrl, provision } from '../../../shared/platform/database/provision.js';
import { createTestDatabase, type TestDatabase, testSecret } from '../../world/test-database.js';

export interface BusDatabase extends TestDatabase {
  readonly busUrl: string;
  /** Ends the bus's connections from the server's side. */
  cutConnections(): Promise<void>;
  asAdmin(sql: string): Promise<void>;
}

export async function newBusDatabase(serverUrl: string): Promise<BusDatabase> {
  const { adminUrl, drop } = await createTestDatabase(serverUrl);
  await provision({ adminUrl, secret: testSecret });
  await ensureBusSchema(adminUrl);
  const asAdmin = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  return {
    adminUrl,
    drop,
    asAdmin,
    busUrl: appUrl(adminUrl, 'bus', testSecret),
    cutConnections: () =>
      asAdmin(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = 'bus_app'`),
  };
}
