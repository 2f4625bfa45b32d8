/**
 * The check that every spending runs through, for commands that let points go one request at a time.
 *
 * `checkedSpend` belongs inside the transaction of the spending, after the wallet is locked and the rest is decided;
 * `orAskMember` around it, because a question must outlive the refusal that asks it. Commands that take many requests
 * at once use `safetyFacts`, `checkSpend` and `useStepUps` instead.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { type Result, refused } from '../../../shared/values/result.js';
import { askMember, useStepUps } from '../step-ups/ask-step-up.command.js';
import {
  checkSpend,
  type OwnSpendRefusal,
  type SafetyFacts,
  type SpendAllowed,
  type SpendRefusal,
  type SpendRequest,
  type StepUpNeeded,
  type StepUpRequired,
} from './spend-safety.js';
import { safetyFacts } from './spend-safety.query.js';

/** Checks one spending and uses up the step-up that it needed. */
export async function checkedSpend(
  transaction: Transaction,
  request: SpendRequest,
  now: Date,
): Promise<Result<SpendAllowed, SpendRefusal>> {
  const [facts] = await safetyFacts(transaction, [request], now);
  const checked = checkSpend(facts as SafetyFacts, request);
  if (checked.ok && checked.value.stepUpId !== null)
    await useStepUps(transaction, [checked.value.stepUpId], now);
  return checked;
}

/**
 * Runs a spending, and asks the member when it needs her word. The spending was undone by then and its key is free:
 * the same request finds its question, or what came of it.
 */
export async function orAskMember<Success, Refusal extends { readonly kind: string }>(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  run: () => Promise<Result<Success, Refusal | StepUpNeeded>>,
): Promise<Result<Success, Exclude<Refusal, StepUpNeeded> | StepUpRequired>> {
  const result = await run();
  if (result.ok) return result;
  const { refusal } = result;
  if (!isNeeded(refusal)) return refused(refusal as Exclude<Refusal, StepUpNeeded>);
  const { because, minutes, request } = refusal;
  const asked = await askMember(database, { ...request, because, minutes, now: clock.now() });
  return refused({ kind: 'StepUpRequired', because, challengeId: asked.id, expiresAt: asked.expiresAt });
}

function isNeeded(refusal: { readonly kind: string }): refusal is StepUpNeeded {
  return refusal.kind === 'StepUpNeeded';
}

/**
 * Checks points that the member gives away herself, or an operator for her: whoever is signed in needs not be asked for
 * her word, so only the lock and the limits are left.
 */
export async function checkedOwnSpend(
  transaction: Transaction,
  own: Pick<SpendRequest, 'memberId' | 'points' | 'sentBy' | 'key'>,
  now: Date,
): Promise<Result<SpendAllowed, OwnSpendRefusal>> {
  const request = { ...own, partnerId: null, storeId: null, isByMember: true };
  const checked = await checkedSpend(transaction, request, now);
  return checked as Result<SpendAllowed, OwnSpendRefusal>;
}
