/**
 * Passes on points that came free: what was drawn for a hold that has ended goes back to the household, and what a
 * merged member got back goes to the one who has her points.
 *
 * Told by this subgraph's own events. It moves what is there, so events may come twice and in any order.
 */
import type { DataSource } from 'typeorm';
import type { DeliveredEvent } from '../../../shared/platform/bus/event-bus.js';
import { inTransaction, type Transaction } from '../../../shared/platform/database/transaction.js';
import { settleMerges } from '../merging/settle-merges.command.js';
import { giveBackDraws } from './draw-points.command.js';

/** Members who had a hold that ended, or a spending that was undone. */
function freedMembers(events: readonly DeliveredEvent[]): readonly string[] {
  return events.flatMap(({ type, data }) => {
    const { memberId, state } = data as { readonly memberId: string; readonly state?: string };
    const isEnded = type === 'rewards.hold-changed.1' && state !== 'HELD';
    return isEnded || type === 'rewards.capture-reversed.1' ? [memberId] : [];
  });
}

export async function passOnFreed(
  database: DataSource,
  events: readonly DeliveredEvent[],
  now: Date,
): Promise<void> {
  const memberIds = freedMembers(events);
  if (memberIds.length === 0) return;
  await inTransaction(database, (transaction) => passOnFreedOf(transaction, memberIds, now));
}

/** What the household lent goes back to it before a merge could take it along. */
export async function passOnFreedOf(
  transaction: Transaction,
  memberIds: readonly string[],
  now: Date,
): Promise<void> {
  await giveBackDraws(transaction, memberIds, now);
  await settleMerges(transaction, memberIds, now);
}
