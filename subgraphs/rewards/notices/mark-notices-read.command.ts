/** Marks a member's notices as read: all that are unread, or those of some ids, all of which are hers. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { CallerOf } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { NoticeId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { NoticeNotFound } from './notice.js';
import { NoticeStore } from './notice.store.js';

export async function markNoticesRead(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: CallerOf<'member'>;
    readonly key: string;
    readonly noticeIds: readonly NoticeId[] | null;
  },
): Promise<Result<Replayable<{ count: number }>, NoticeNotFound | KeyReused>> {
  const { caller, key, noticeIds } = request;
  const command = { caller, key, command: 'markNoticesRead', input: { noticeIds } };
  return once<{ count: number }, NoticeNotFound>(database, command, async (transaction) => {
    const store = new NoticeStore(transaction);
    const foreign = noticeIds === null ? null : await store.firstForeign(caller.memberId, noticeIds);
    if (foreign !== null) return refused({ kind: 'NoticeNotFound', noticeId: foreign });
    const count = await store.markRead(caller.memberId, noticeIds, clock.now());
    return ok({ count });
  });
}
