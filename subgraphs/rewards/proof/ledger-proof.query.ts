/**
 * The proof of the ledger: what must always hold, each with the figure that was found and the one that must be.
 *
 * Every figure is counted from the rows of one snapshot, which a few connections share, so all of them speak of the
 * same instant.
 */
import type { DataSource } from 'typeorm';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { type Check, type Finding, runCheck } from '../../../shared/platform/runtime/check.js';
import {
  EXPORT_SNAPSHOT,
  importSnapshot,
  RECOUNT_SETTINGS,
  recount,
} from '../../../shared/platform/runtime/recount.js';
import { balanceChecks } from '../checks/balance-checks.query.js';
import { betweenChecks } from '../checks/between-checks.query.js';
import { causeChecks } from '../checks/cause-checks.query.js';
import { chainChecks } from '../checks/chain-checks.query.js';
import { entryChecks } from '../checks/entry-checks.query.js';
import { parentChecks } from '../checks/parent-checks.query.js';

/** Everything that must hold in this subgraph's tables. */
export const ledgerChecks: readonly Check[] = [
  ...entryChecks,
  ...balanceChecks,
  ...causeChecks,
  ...betweenChecks,
  ...parentChecks,
  ...chainChecks,
];

/** No single count of millions of entries comes near it: whoever reaches it is waiting for something else. */
const COUNT_MS_MAX = 300_000;
/** Those who do other work need most of the connections of a process. */
const CONNECTIONS_MAX = 3;
const CONNECTIONS_SHARE = 3;

const running = new WeakMap<DataSource, Promise<unknown>>();
const next = new WeakMap<DataSource, Promise<readonly Finding[]>>();

/**
 * Gives every invariant with its figures, and of the rows that are wrong one each.
 *
 * A process recounts once at a time. Who asks meanwhile gets the next recount together with all others who do: it sees
 * what was there when they asked.
 */
export function proveLedger(database: DataSource): Promise<readonly Finding[]> {
  const shared = next.get(database);
  if (shared !== undefined) return shared;
  const begin = (): Promise<readonly Finding[]> => {
    next.delete(database);
    return countAll(database);
  };
  const mine = (running.get(database) ?? Promise.resolve()).then(begin);
  next.set(database, mine);
  running.set(
    database,
    mine.catch(() => undefined),
  );
  return mine;
}

function countAll(database: DataSource): Promise<readonly Finding[]> {
  const { poolSize = CONNECTIONS_MAX } = database.options as { readonly poolSize?: number };
  const connections = Math.max(1, Math.min(CONNECTIONS_MAX, Math.floor(poolSize / CONNECTIONS_SHARE)));
  return database.transaction('REPEATABLE READ', async (first) => {
    const [exported] = await rows<{ snapshot: string }>(first, EXPORT_SNAPSHOT);
    await prepare(first);
    return withOthers(database, { snapshot: exported?.snapshot ?? '', connections }, [first]);
  });
}

/** Opens one transaction inside another until there are enough, so that each ends whatever becomes of the recount. */
function withOthers(
  database: DataSource,
  shared: { readonly snapshot: string; readonly connections: number },
  readers: readonly Transaction[],
): Promise<readonly Finding[]> {
  if (readers.length >= shared.connections) return recount(ledgerChecks, readers, count);
  return database.transaction('REPEATABLE READ', async (another) => {
    await another.query(importSnapshot(shared.snapshot));
    await prepare(another);
    return withOthers(database, shared, [...readers, another]);
  });
}

async function prepare(transaction: Transaction): Promise<void> {
  // Who has nothing left to count waits for the slowest of the others.
  await transaction.query(`set local statement_timeout = '${COUNT_MS_MAX}ms';
    set local idle_in_transaction_session_timeout = '${COUNT_MS_MAX}ms'; ${RECOUNT_SETTINGS}`);
}

const count = (check: Check, reader: Transaction): Promise<Finding> =>
  runCheck(check, (sql) => rows(reader, sql), 1);
