/**
 * Moves what came free where a merge says that it belongs elsewhere: to the target of one in force, back to the source
 * of one that was undone.
 *
 * A hold that ends, a reversal, a gift that comes to nothing: all of them give points back to the lots they came from,
 * whoever has the member's points by then. It moves what is there, so it is safe to repeat.
 */
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { KeptMerge } from './movable-wallets.query.js';
import { moveToSource, moveToTarget } from './move-wallets.command.js';

type OpenMerge = KeptMerge & { readonly isInForce: boolean };

export async function settleMerges(
  transaction: Transaction,
  memberIds: readonly string[],
  now: Date,
): Promise<void> {
  const settled = new Set<string>();
  let waiting = [...new Set(memberIds)].sort();
  // A chain of merges is followed link by link; each member is looked at once, so it ends.
  while (waiting.length > 0) {
    for (const memberId of waiting) settled.add(memberId);
    const reached = new Set<string>();
    for (const merge of await openMerges(transaction, waiting)) {
      await (merge.isInForce ? moveToTarget : moveToSource)(transaction, merge, now);
      reached.add(merge.isInForce ? merge.targetMemberId : merge.sourceMemberId);
    }
    waiting = [...reached].filter((memberId) => !settled.has(memberId)).sort();
  }
}

/**
 * The merges by which these members may have what is not theirs. Those that were undone come first: what goes back to
 * a source must not go on to the target's own target before.
 */
function openMerges(transaction: Transaction, memberIds: readonly string[]): Promise<readonly OpenMerge[]> {
  return rows<OpenMerge>(
    transaction,
    `select merge_id as "mergeId", source_member_id as "sourceMemberId", target_member_id as "targetMemberId",
       unmerged_at is null as "isInForce"
     from member_merge where source_member_id = any($1::uuid[]) and unmerged_at is null
       or target_member_id = any($1::uuid[]) and unmerged_at is not null and exists (
         select from lot_origin join lot on lot.id = lot_origin.lot_id
         where lot_origin.cause_id = merge_id and lot.remaining > lot.held)
     order by unmerged_at is null, merged_at`,
    [memberIds],
  );
}
