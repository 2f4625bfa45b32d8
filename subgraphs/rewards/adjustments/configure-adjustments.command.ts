/** Puts new terms of adjustments in force as a new version. What was proposed before still needs its approval. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import type { SettingNotValid } from '../gift-terms/gift-terms.js';
import { AdjustmentStore } from './adjustment.store.js';
import { decideAdjustmentTerms } from './adjustment-terms.js';

interface TermsWish {
  readonly secondApprovalAbovePoints: bigint;
}

export async function configureAdjustments(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly wish: TermsWish },
): Promise<Result<Replayable<{ version: number }>, SettingNotValid | KeyReused>> {
  const { caller, key, wish } = request;
  const command = { caller, key, command: 'configureAdjustments', input: wish };
  return once(database, command, async (transaction) => {
    // Two operators at once would both make the next version; the second waits and builds on the first.
    await transaction.query(`select pg_advisory_xact_lock(hashtext('rewards.adjustment_terms'))`);
    const store = new AdjustmentStore(transaction);
    const decided = decideAdjustmentTerms(wish.secondApprovalAbovePoints);
    if (!decided.ok) return decided;
    const version = (await store.termsInForce()).version + 1;
    const terms = { version, secondApprovalAbovePoints: decided.value, configuredAt: clock.now() };
    await store.addTerms(terms, callerId(caller));
    return ok({ version });
  });
}
