/**
 * Keeps who was merged with whom, and moves their points.
 *
 * `member_copy.merged_into` is the end of the chain of merges, so that a till that names a merged member, or one of her
 * cards, finds the one who has the points by one look; nothing else of a merge need be heard in any order.
 */
import type { EventData } from '../../../shared/contracts/event.js';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { passOnFreedOf } from '../pooling/pass-on-freed.command.js';

type Merged = EventData<'members.members-merged.1'>;
type Unmerged = EventData<'members.members-unmerged.1'>;

export async function keepMerge(transaction: Transaction, merged: Merged, now: Date): Promise<void> {
  await inTurn(transaction);
  await rows(
    transaction,
    `insert into member_merge (merge_id, source_member_id, target_member_id, merged_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [merged.mergeId, merged.sourceMemberId, merged.targetMemberId, merged.mergedAt],
  );
  await followChains(transaction);
  await passOnFreedOf(transaction, [merged.sourceMemberId], now);
}

export async function undoMerge(transaction: Transaction, unmerged: Unmerged, now: Date): Promise<void> {
  await inTurn(transaction);
  await rows(
    transaction,
    'update member_merge set unmerged_at = $2 where merge_id = $1 and unmerged_at is null',
    [unmerged.mergeId, unmerged.unmergedAt],
  );
  await followChains(transaction);
  await passOnFreedOf(transaction, [unmerged.targetMemberId], now);
}

/** Two links of a chain that are heard at once would each miss the other: the second waits and sees the first. */
async function inTurn(transaction: Transaction): Promise<void> {
  await transaction.query(`select pg_advisory_xact_lock(hashtext('rewards.member_merge'))`);
}

/**
 * Merges are few: all chains of the coalition are followed anew whenever one changes. The wallet keeps it too, for
 * those who wait for its lock meanwhile (`posting/locked-standings.query.ts`).
 */
async function followChains(transaction: Transaction): Promise<void> {
  await rows(
    transaction,
    `with recursive chain as (
       select source_member_id as member_id, target_member_id as holder_id, 1 as steps
         from member_merge where unmerged_at is null
       union all
       select chain.member_id, next.target_member_id, steps + 1 from chain
         join member_merge as next on next.source_member_id = chain.holder_id and next.unmerged_at is null),
     ends as (select distinct on (member_id) member_id, holder_id from chain order by member_id, steps desc),
     changed as (
       update member_copy set merged_into = ends.holder_id
       from member_copy as copy left join ends using (member_id)
       where member_copy.member_id = copy.member_id and member_copy.merged_into is distinct from ends.holder_id
         and (ends.holder_id is not null or copy.merged_into is not null)
       returning member_copy.member_id, member_copy.merged_into)
     update wallet set merged_into = changed.merged_into from changed
     where wallet.member_id = changed.member_id and wallet.unit = 'PTS'`,
  );
}
