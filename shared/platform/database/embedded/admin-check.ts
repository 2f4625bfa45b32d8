/** Asks a server whether it is ours, and makes the coalition's database in a new one. */
import pg from 'pg';
import { adminUrlOf, type Connection, DATABASE } from './connection-file.js';
import type { DataFolder } from './data-folder.js';

const ANSWER_MS_MAX = 2_000;

async function ask<Row extends object>(connection: Connection, sql: string): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: adminUrlOf(connection, 'postgres'),
    connectionTimeoutMillis: ANSWER_MS_MAX,
    application_name: 'coalition launcher',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Tells whether a server answers at the port, takes our password and serves this very folder. */
export async function answers(connection: Connection, folder: DataFolder): Promise<boolean> {
  try {
    const [row] = await ask<{ data_directory: string }>(connection, 'show data_directory');
    return row?.data_directory === folder.clusterPath;
  } catch {
    // Not yet listening, still recovering, or another's: told apart by whether our process lives on.
    return false;
  }
}

export async function ensureDatabase(connection: Connection): Promise<void> {
  const found = await ask(connection, `select from pg_database where datname = '${DATABASE}'`);
  if (found.length === 0) await ask(connection, `create database ${DATABASE}`);
}
