/** Recounts the ledger after a test that touched it: every invariant must hold, whatever the test was about. */
import type { DataSource } from 'typeorm';
import { proveLedger } from '../../../subgraphs/rewards/proof/ledger-proof.query.js';

/**
 * @param database - connected to the schema of the rewards subgraph
 * @throws Error with the figures of every invariant that does not hold
 */
export async function auditLedger(database: DataSource): Promise<void> {
  const broken = (await proveLedger(database)).filter((invariant) => !invariant.holds);
  if (broken.length === 0) return;
  const lines = broken.map(
    ({ name, meaning, figure, expected, wrong }) =>
      `${name}: ${figure}, must be ${expected}. ${meaning} ${JSON.stringify(wrong)}`,
  );
  throw new Error(`the ledger does not hold:\n${lines.join('\n')}`);
}
