/**
 * One connection as the administrator, under a lock that other processes wait for: the setting for changes of
 * structure.
 *
 * The lock belongs to the connection, so a process that dies in the middle lets it go.
 */
import pg from 'pg';
import { StartError } from '../lifecycle/start-error.js';

/** Numbers our advisory locks apart from those of anyone else in the same database ("coal" in ASCII). */
const LOCK_CLASS = 0x636f616c;

const CONNECT_MS_MAX = 5_000;

/** Runs `work` alone among all that ask for the same lock in the same database. */
export async function asAdmin<Answer>(
  adminUrl: string,
  lockName: string,
  work: (admin: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  const admin = await connectAdmin(adminUrl, lockName);
  try {
    await admin.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, lockName]);
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** Opens a connection as the administrator, without a lock; end it. */
export async function connectAdmin(adminUrl: string, name: string): Promise<pg.Client> {
  const admin = new pg.Client({
    connectionString: adminUrl,
    application_name: `coalition ${name}`,
    connectionTimeoutMillis: CONNECT_MS_MAX,
  });
  // A connection that breaks fails the query at hand; without a listener it would also end the process.
  admin.on('error', () => undefined);
  await admin.connect().catch((fault: Error) => {
    const { host, port, database } = admin;
    throw new StartError(
      `The database ${database} of PostgreSQL at ${host}:${port} cannot be used (${reasonOf(fault)}). ` +
        'Is DATABASE_URL right, and is the server up?',
      { cause: fault },
    );
  });
  return admin;
}

/** Where a name has several addresses, Node tells the reason of each and none of all. */
function reasonOf(fault: Error): string {
  const reasons = fault instanceof AggregateError ? fault.errors.map((each) => (each as Error).message) : [];
  return fault.message || reasons.join(', ') || fault.name;
}
