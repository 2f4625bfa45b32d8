/**
 * Answers a step-up: by the member, or by an operator for one who has no app at hand, which is noted.
 *
 * The answer takes the lock of the wallet, as the redemption does that waits for it: one of them comes first.
 */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type CallerOf, callerId } from '../../../shared/platform/identity/caller.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { StepUpId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { lockWallet } from '../ledger/lock-wallet.command.js';
import { type AnswerRefusal, decideAnswer, stepUpChanged } from './step-up.js';
import { StepUpStore } from './step-up.store.js';

export type AnswerStepUpRefusal = AnswerRefusal | KeyReused;

export interface StepUpAnswer {
  readonly caller: CallerOf<'member' | 'operator'>;
  readonly key: string;
  readonly challengeId: StepUpId;
  readonly isConfirmed: boolean;
}

export async function answerStepUp(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  { caller, key, challengeId, isConfirmed }: StepUpAnswer,
): Promise<Result<Replayable<{ challengeId: StepUpId }>, AnswerStepUpRefusal>> {
  const name = isConfirmed ? 'confirmStepUp' : 'denyStepUp';
  return once(database, { caller, key, command: name, input: { challengeId } }, async (transaction) => {
    const now = clock.now();
    const store = new StepUpStore(transaction);
    const known = await store.withId(challengeId);
    if (known !== null) await lockWallet(transaction, known.memberId);
    // Read anew under the lock: another may have answered meanwhile.
    const stepUp = known === null ? null : await store.withId(challengeId);
    const ofMember = caller.kind === 'member' ? caller.memberId : null;
    const decided = decideAnswer({ challengeId, ofMember }, stepUp, now);
    if (!decided.ok) return decided;
    const state = isConfirmed ? 'CONFIRMED' : 'DENIED';
    const by = caller.kind === 'member' ? 'MEMBER' : 'OPERATOR';
    await store.answer(decided.value, { state, by, subject: callerId(caller), at: now });
    const answered = { ...decided.value, state, answeredAt: now, answeredBy: by } as const;
    await tell(transaction, [stepUpChanged(answered, { eventId: newId(), at: now })]);
    return ok({ challengeId });
  });
}
