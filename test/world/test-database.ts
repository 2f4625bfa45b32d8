/**
 * A fresh database for one test file, in the PostgreSQL of the test run.
 *
 * Files run side by side, so no two may share one. Roles belong to the whole server: every test provisions with
 * `testSecret`.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** The coalition's secret in tests. Another one would change the passwords of roles that other files are using. */
export const testSecret: Buffer = Buffer.alloc(32, 'a secret of tests and only tests');

export interface TestDatabase {
  /** Connects as superuser to the fresh database. */
  readonly adminUrl: string;
  /** Removes the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

export async function createTestDatabase(adminUrl: string): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await runAsAdmin(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    adminUrl: url.href,
    drop: () => runAsAdmin(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

async function runAsAdmin(adminUrl: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
