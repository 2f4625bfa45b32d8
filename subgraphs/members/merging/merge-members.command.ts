/**
 * Makes two members one: the cards of the source become the target's, as does its seat in a household. The phone of the
 * source stays its own, so that it enrols nobody anew, and leads to the target.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { moveAllCards } from '../cards/change-cards.command.js';
import { type HouseholdsDiffer, mergeSeats } from '../households/merge-seats.command.js';
import { tellBuyersMoved } from '../organisations/tell-buyer.command.js';
import { setMergedInto } from '../people/change-members.command.js';
import { lockMembers } from '../people/lock-members.command.js';
import type { MemberMerged, MemberNotFound } from '../standing/member-standing.js';
import { type MemberKindsDiffer, type Merge, type MergeOfOneMember, mergeable, type Pair } from './merge.js';
import { MergeStore } from './merge.store.js';

type Decided = { readonly mergeId: string };
type Refusal = MergeOfOneMember | MemberNotFound | MemberMerged | MemberKindsDiffer | HouseholdsDiffer;
export type MergeMembersRefusal = Refusal | KeyReused;

export async function mergeMembers(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: Pair & { readonly caller: Caller; readonly key: string; readonly reason: string },
): Promise<Result<Replayable<Decided>, MergeMembersRefusal>> {
  const { caller, key, reason, sourceMemberId, targetMemberId } = request;
  const pair = { sourceMemberId, targetMemberId };
  const command = { caller, key, command: 'mergeMembers', input: { ...pair, reason } };
  return once<Decided, Refusal>(database, command, async (transaction) => {
    const decided = mergeable(pair, await lockMembers(transaction, [sourceMemberId, targetMemberId]));
    if (!decided.ok) return decided;
    const mergedAt = clock.now();
    const seat = await mergeSeats(transaction, { ...pair, at: mergedAt });
    if (!seat.ok) return seat;
    const cardNumbers = await moveAllCards(transaction, {
      fromMemberId: sourceMemberId,
      toMemberId: targetMemberId,
    });
    await setMergedInto(transaction, sourceMemberId, targetMemberId);
    const did = { reason, mergedAt, mergedBy: callerId(caller), cardNumbers, seatHouseholdId: seat.value };
    const merge: Merge = { id: newId(), ...pair, ...did, undoneAt: null, undoneBy: null, undoReason: null };
    await new MergeStore(transaction).add(merge);
    await tellMerged(transaction, merge);
    await tellBuyersMoved(transaction, cardNumbers, mergedAt);
    return ok({ mergeId: merge.id });
  });
}

async function tellMerged(transaction: Transaction, merge: Merge): Promise<void> {
  const { id: mergeId, sourceMemberId, targetMemberId, mergedAt } = merge;
  const data = { mergeId, sourceMemberId, targetMemberId, cardNumbers: [...merge.cardNumbers], mergedAt };
  await tell(transaction, [
    { id: newId(), type: 'members.members-merged.1', key: targetMemberId, occurredAt: mergedAt, data },
  ]);
}
