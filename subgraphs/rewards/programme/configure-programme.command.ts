/** Puts new terms in force as a new version. What was decided by the earlier ones stays as it was. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { decideTerms, type TermsNotValid, type TermsSettings } from './terms.js';
import { termsInForce } from './terms.query.js';
import { ProgrammeTermsRow } from './terms.row.js';

export type ConfigureProgrammeRefusal = TermsNotValid | KeyReused;

/** @param request.changes - the settings to change; what is left out stays */
export async function configureProgramme(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly changes: Partial<TermsSettings> },
): Promise<Result<Replayable<{ version: number }>, ConfigureProgrammeRefusal>> {
  const { caller, key, changes } = request;
  return once(
    database,
    { caller, key, command: 'configureProgramme', input: changes },
    async (transaction) => {
      // Two operators at once would both make the next version; the second waits and builds on the first.
      await transaction.query(`select pg_advisory_xact_lock(hashtext('rewards.programme_terms'))`);
      const inForce = await termsInForce(transaction);
      const decided = decideTerms({ ...inForce, ...changes });
      if (!decided.ok) return decided;
      const version = inForce.version + 1;
      const facts = { version, configuredAt: clock.now(), configuredBy: callerId(caller) };
      await transaction.insert(ProgrammeTermsRow, { ...decided.value, ...facts });
      return ok({ version });
    },
  );
}
