/**
 * One transaction, tried again a bounded number of times when PostgreSQL asks for it, and the one way to run
 * SQL by hand.
 */
import type { DataSource, EntityManager } from 'typeorm';

export type Transaction = EntityManager;

const ATTEMPTS_MAX = 5;

/** Serialization failure, deadlock: the database says "again", and the second time it works. */
const RETRYABLE_SQLSTATES: ReadonlySet<string> = new Set(['40001', '40P01']);

function sqlState(fault: unknown): string | undefined {
  const code = (fault as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Runs `work` in one read-committed transaction; its writes are durable when this resolves, or gone when it throws. */
export async function inTransaction<Answer>(
  database: DataSource,
  work: (transaction: Transaction) => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction(work);
    } catch (fault) {
      const state = sqlState(fault);
      if (attempt === ATTEMPTS_MAX || state === undefined || !RETRYABLE_SQLSTATES.has(state)) throw fault;
    }
  }
}

/** What can run SQL: a data source (one statement, its own transaction) or a transaction in progress. */
export interface SqlRunner {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

/**
 * Runs one hand-written statement and gives its rows, whatever the kind of statement.
 *
 * `int8` and `numeric` counts come back as `bigint`, `timestamptz` as `Date` (see `data-source.ts`).
 */
export async function rows<Row>(
  runner: SqlRunner,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const answer = await runner.query(sql, [...parameters]);
  // TypeORM gives UPDATE and DELETE as [rows, count] and everything else as rows.
  const isPair =
    Array.isArray(answer) && answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
  return (isPair ? (answer as [Row[], number])[0] : answer) as Row[];
}
