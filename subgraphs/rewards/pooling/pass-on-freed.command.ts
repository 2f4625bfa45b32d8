/**
 * Passes on points that came free: what was drawn for a hold that has ended goes back to the household, and what a
 * merged member got back goes to the one who has her points.
 *
 * Told by this subgraph's own events. It moves what is there, so events may come twice and in any order.
 */
import type { DataSource } from 'typeorm';
import type { DeliveredEvent } from '../../../shared/platform/bus/event-bus.js';
import { inTransaction, type Transaction } from '../../../shared/platform/database/transaction.js';
import { wakeRelayOf } from '../../../shared/platform/outbox/outbox-wake.js';
import { settleMerges } from '../merging/settle-merges.command.js';
import { giveBackDraws } from './draw-points.command.js';

/** Members who had a hold or an offer that ended, or a spending that was undone, and those who were merged. */
function freedMembers(events: readonly DeliveredEvent[]): readonly string[] {
  return events.flatMap(({ type, data }) => {
    const told = data as Readonly<Record<string, string>>;
    const named = (...fields: readonly string[]) => fields.flatMap((field) => told[field] ?? []);
    switch (type) {
      case 'rewards.hold-changed.1':
        return told['state'] === 'HELD' ? [] : named('memberId');
      case 'rewards.capture-reversed.1':
        return named('memberId');
      case 'rewards.gift-changed.1':
        return told['state'] === 'OFFERED' ? [] : named('giverId', 'receiverId');
      // Who acted on the source while it was merged may have come to its lock right after.
      case 'rewards.points-moved.1':
        return told['kind'] === 'HOUSEHOLD_DRAW' ? [] : named('fromMemberId', 'toMemberId');
      default:
        return [];
    }
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
  wakeRelayOf(database);
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
