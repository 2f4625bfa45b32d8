/** Writes the notice of something that is no posting, in the transaction that does it. */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { MemberId, PartnerId } from '../../../shared/values/ids.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import type { NoticeFacts, NoticeKind } from './notice.js';
import { NoticeStore } from './notice.store.js';

export async function writeNotice(
  transaction: Transaction,
  notice: {
    readonly kind: NoticeKind;
    readonly memberId: MemberId;
    readonly points: bigint | null;
    readonly partnerId: PartnerId | null;
    readonly facts: NoticeFacts;
    readonly at: Date;
  },
): Promise<void> {
  const { kind, memberId, points, partnerId, facts, at } = notice;
  const unit = points === null ? null : POINTS_UNIT;
  const posted = { entryId: null, entrySequence: null };
  const row = {
    id: newId(),
    memberId,
    kind,
    unit,
    points,
    partnerId,
    facts,
    occurredAt: at,
    noticedAt: at,
  } as const;
  await new NoticeStore(transaction).add([
    { ...row, ...posted } as Parameters<NoticeStore['add']>[0][number],
  ]);
}
