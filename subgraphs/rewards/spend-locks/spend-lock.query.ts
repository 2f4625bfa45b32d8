/** Reads the locks on members' spending, batched: the newest row of each. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { SpendLock } from './spend-lock.js';

/** Gives the lock of each member, in the order asked; null for one who never had any. */
export async function spendLocks(
  runner: SqlRunner,
  memberIds: readonly string[],
): Promise<(SpendLock | null)[]> {
  const found = await rows<SpendLock>(
    runner,
    `select newest.* from unnest($1::uuid[]) as asked (member_id) cross join lateral (
       select member_id as "memberId", is_locked as "isLocked", laid_at as since, laid_by as by, reason
       from spend_lock where spend_lock.member_id = asked.member_id order by number desc limit 1) as newest`,
    [memberIds],
  );
  const byMember = new Map(found.map((lock): [string, SpendLock] => [lock.memberId, lock]));
  return memberIds.map((id) => byMember.get(id.toLowerCase()) ?? null);
}

const LOCKS = Symbol('spend locks of members');

export function spendLockOf(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<SpendLock | null> {
  const read = (ids: readonly string[]) => spendLocks(database, ids);
  return context.perRequest(LOCKS, () => new DataLoader(read, { cache: false })).load(memberId);
}
