/**
 * Opens the database of one subgraph: a TypeORM data source that works in its own schema only, with time limits
 * on everything.
 *
 * Nothing waits for ever: a statement, a lock and an idle transaction each have a limit, so that one stuck
 * request cannot hold the others. A PostgreSQL that dies fails the work at hand and nothing else; the next
 * query connects again.
 */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { SteadyClient } from './steady-client.js';
import { valueParsers } from './value-parsers.js';

/** Far above any statement of ours: whoever reaches it is waiting for something that will not come. */
const STATEMENT_MS_MAX = 5_000;
/** Less than the statement, so that the error names the lock and not just the time. */
const LOCK_MS_MAX = 2_000;
/** A transaction left open by a fault must not hold its locks for long. */
const IDLE_IN_TRANSACTION_MS_MAX = 10_000;
/** For a free place in the pool as well as for a new connection. */
const CONNECT_MS_MAX = 5_000;
const POOL_MAX = 10;

export interface DatabaseOptions {
  readonly url: string;
  /** Shown by PostgreSQL in `pg_stat_activity` and in its log. */
  readonly applicationName: string;
  /** The one schema in which names without a prefix are looked up. */
  readonly schema: string;
  /** TypeORM row classes. */
  readonly rows: readonly (new () => object)[];
  readonly poolMax?: number;
  /** Told of connections that broke while idle: worth a log line, never an error of anyone's request. */
  readonly onConnectionLost?: (fault: Error) => void;
}

/** Opens the database; throws when it cannot be reached or refuses the role. Close it with `destroy()`. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const database = new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: options.applicationName,
    schema: options.schema,
    entities: [...options.rows],
    synchronize: false,
    migrationsRun: false,
    logging: false,
    // Extensions are the business of whoever runs the server; a subgraph's role may not create any.
    installExtensions: false,
    connectTimeoutMS: CONNECT_MS_MAX,
    poolSize: options.poolMax ?? POOL_MAX,
    poolErrorHandler: options.onConnectionLost ?? (() => undefined),
    extra: {
      Client: SteadyClient,
      types: valueParsers,
      // Statements here are short: compiling one takes longer than running it, whatever the planner makes of its costs.
      options: `-c search_path=${options.schema} -c jit=off`,
      statement_timeout: STATEMENT_MS_MAX,
      lock_timeout: LOCK_MS_MAX,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS_MAX,
      keepAlive: true,
    },
  });
  return database.initialize();
}
