/**
 * The proof of the ledger: what must always hold, each with the figure that was found and the one that must be.
 *
 * Every figure is counted from the rows of one snapshot, so all of them speak of the same instant.
 */
import type { DataSource } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import { type Check, type Finding, runCheck } from '../../../shared/platform/runtime/check.js';
import { balanceChecks } from '../checks/balance-checks.query.js';
import { betweenChecks } from '../checks/between-checks.query.js';
import { causeChecks } from '../checks/cause-checks.query.js';
import { chainChecks } from '../checks/chain-checks.query.js';
import { entryChecks } from '../checks/entry-checks.query.js';

/** Everything that must hold in this subgraph's tables. */
export const ledgerChecks: readonly Check[] = [
  ...entryChecks,
  ...balanceChecks,
  ...causeChecks,
  ...betweenChecks,
  ...chainChecks,
];

/** A recount of millions of entries takes longer than any request of a till may. */
const RECOUNT_MS_MAX = 300_000;

/** Gives every invariant with its figures, and of the rows that are wrong as many as asked for. */
export function proveLedger(database: DataSource, rowsMax = 1): Promise<readonly Finding[]> {
  return database.transaction('REPEATABLE READ', async (transaction) => {
    await transaction.query(`set local statement_timeout = '${RECOUNT_MS_MAX}ms'`);
    const findings: Finding[] = [];
    for (const check of ledgerChecks) {
      findings.push(await runCheck(check, (sql) => rows(transaction, sql), rowsMax));
    }
    return findings;
  });
}
