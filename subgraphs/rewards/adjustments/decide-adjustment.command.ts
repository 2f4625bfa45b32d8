/**
 * Approves or rejects a proposed adjustment. The wallet is locked first and the proposal read under the lock: of two
 * operators at once the first one's word counts.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type CallerOf, callerId } from '../../../shared/platform/identity/caller.js';
import type { AdjustmentId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { runParts } from '../ledger/post-entry.command.js';
import { holderOf } from '../merging/holder.query.js';
import { type AdjustmentDependencies, decideLocked } from './adjust-points.command.js';
import type { AdjustmentRefusal } from './adjusting.js';
import {
  type Adjustment,
  type DecisionRefusal,
  decideApproval,
  openAdjustment,
  type SecondOperatorNeeded,
} from './adjustment.js';
import { AdjustmentStore, decisionPart } from './adjustment.store.js';
import { postAdjustment } from './post-adjustment.command.js';

interface AdjustmentNamed {
  readonly adjustmentId: AdjustmentId;
}

interface Deciding<Wish> {
  readonly caller: CallerOf<'operator'>;
  readonly key: string;
  readonly wish: Wish;
}

export type ApproveRefusal = DecisionRefusal | SecondOperatorNeeded | AdjustmentRefusal | KeyReused;
export type RejectRefusal = DecisionRefusal | KeyReused;

/** Reads an adjustment under the lock of its member's wallet. */
async function lockedAdjustment(transaction: Transaction, id: AdjustmentId): Promise<Adjustment | null> {
  const store = new AdjustmentStore(transaction);
  const known = await store.withId(id);
  if (known === null) return null;
  await lockWallet(transaction, known.memberId);
  return store.withId(id);
}

export async function approveAdjustment(
  { database, clock }: AdjustmentDependencies,
  { caller, key, wish }: Deciding<AdjustmentNamed>,
): Promise<Result<Replayable<AdjustmentNamed>, ApproveRefusal>> {
  const command = { caller, key, command: 'approveAdjustment', input: wish };
  type Refusal = Exclude<ApproveRefusal, KeyReused>;
  return once<AdjustmentNamed, Refusal>(database, command, async (transaction) => {
    const now = clock.now();
    const found = await lockedAdjustment(transaction, wish.adjustmentId);
    const approved = decideApproval(wish.adjustmentId, found, callerId(caller));
    if (!approved.ok) return approved;
    // Who was merged since it was proposed has her points elsewhere.
    const memberId = await holderOf(transaction, approved.value.memberId);
    const { facts, locked, decided } = await decideLocked(transaction, { ...approved.value, memberId }, now);
    if (!decided.ok) return decided;
    const adjustment: Adjustment = {
      ...approved.value,
      memberId,
      state: 'POSTED',
      decidedAt: now,
      decidedBy: callerId(caller),
    };
    const { sequence } = locked as LockedWallet;
    const posting = { adjusting: decided.value, sequence, terms: facts.terms, now };
    await postAdjustment(transaction, adjustment, posting, decisionPart);
    return ok({ adjustmentId: wish.adjustmentId });
  });
}

/** Rejects a proposal; who made it may take it back so too. */
export async function rejectAdjustment(
  { database, clock }: AdjustmentDependencies,
  { caller, key, wish }: Deciding<AdjustmentNamed & { readonly reason: string }>,
): Promise<Result<Replayable<AdjustmentNamed>, RejectRefusal>> {
  const command = { caller, key, command: 'rejectAdjustment', input: wish };
  return once(database, command, async (transaction) => {
    const { adjustmentId, reason } = wish;
    const opened = openAdjustment(adjustmentId, await lockedAdjustment(transaction, adjustmentId));
    if (!opened.ok) return opened;
    const decision = { decidedAt: clock.now(), decidedBy: callerId(caller), decisionReason: reason };
    const bind = new Bind();
    await runParts(transaction, bind, [
      decisionPart(bind, { ...opened.value, ...decision, state: 'REJECTED' }),
    ]);
    return ok({ adjustmentId });
  });
}
