/**
 * Undoes a merge: the cards that came by it go back, as does a seat that was taken over. Why is kept beside the merge.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { moveCards } from '../cards/change-cards.command.js';
import { unmergeSeat } from '../households/merge-seats.command.js';
import { tellBuyersMoved } from '../organisations/tell-buyer.command.js';
import { setMergedInto } from '../people/change-members.command.js';
import { lockMembers } from '../people/lock-members.command.js';
import type { MemberMerged } from '../standing/member-standing.js';
import { type Merge, type MergeAlreadyUndone, type MergeNotFound, unmergeable } from './merge.js';
import { MergeStore } from './merge.store.js';

type Decided = { readonly mergeId: string };
type Refusal = MergeNotFound | MergeAlreadyUndone | MemberMerged;
export type UnmergeMembersRefusal = Refusal | KeyReused;

export async function unmergeMembers(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly mergeId: string;
    readonly reason: string;
  },
): Promise<Result<Replayable<Decided>, UnmergeMembersRefusal>> {
  const { caller, key, mergeId, reason } = request;
  const command = { caller, key, command: 'unmergeMembers', input: { mergeId, reason } };
  return once<Decided, Refusal>(database, command, async (transaction) => {
    const merges = new MergeStore(transaction);
    const named = await merges.withId(mergeId);
    const pair = named === null ? [] : [named.sourceMemberId, named.targetMemberId];
    const [, target] = await lockMembers(transaction, pair);
    // Read again: it may have been undone while the lock was waited for.
    const decided = unmergeable(mergeId, await merges.withId(mergeId), target);
    if (!decided.ok) return decided;
    const at = clock.now();
    await giveBack(transaction, decided.value, at);
    await merges.undo(mergeId, { at, by: callerId(caller), reason });
    return ok({ mergeId });
  });
}

async function giveBack(transaction: Transaction, merge: Merge, at: Date): Promise<void> {
  const { id: mergeId, sourceMemberId, targetMemberId, seatHouseholdId } = merge;
  const cardNumbers = [...merge.cardNumbers];
  await moveCards(transaction, cardNumbers, sourceMemberId);
  await setMergedInto(transaction, sourceMemberId, null);
  if (seatHouseholdId !== null) {
    const seat = { householdId: seatHouseholdId, sourceMemberId, targetMemberId, at };
    await unmergeSeat(transaction, seat);
  }
  const data = { mergeId, sourceMemberId, targetMemberId, cardNumbers, unmergedAt: at };
  await tell(transaction, [
    { id: newId(), type: 'members.members-unmerged.1', key: targetMemberId, occurredAt: at, data },
  ]);
  await tellBuyersMoved(transaction, cardNumbers, at);
}
