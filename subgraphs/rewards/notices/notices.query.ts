/** Reads members' notices in pages, newest first, and how many are unread; both batched. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { loadMemberPage, type MemberPage } from '../wallets/member-pages.loader.js';
import type { Notice } from './notice.js';

export const noticeKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);
type NoticeKey = z.infer<typeof noticeKey>;

const NOTICES = { all: Symbol('notices of members'), unread: Symbol('unread notices of members') } as const;

export function noticesOf(
  database: DataSource,
  context: RequestContext,
  asked: {
    readonly memberId: string;
    readonly page: MemberPage<NoticeKey>;
    readonly isUnreadOnly: boolean;
  },
): Promise<readonly Notice[]> {
  const { isUnreadOnly } = asked;
  const read = (memberIds: readonly string[], page: MemberPage<NoticeKey>) =>
    rows<Notice>(
      database,
      `select notices.* from unnest($1::uuid[]) as asked (member_id) cross join lateral (
         select id, number, member_id as "memberId", kind, unit, points, partner_id as "partnerId",
           occurred_at as "occurredAt", noticed_at as "noticedAt", facts, read_at as "readAt"
         from notice where notice.member_id = asked.member_id and ($3::bigint is null or number < $3)
           ${isUnreadOnly ? 'and read_at is null' : ''}
         order by notice.member_id desc, number desc limit $2) as notices`,
      [memberIds, page.first + 1, page.after?.[0] ?? null],
    );
  return loadMemberPage(context, { name: isUnreadOnly ? NOTICES.unread : NOTICES.all, read }, asked);
}

const COUNTS = Symbol('unread counts of members');

export function unreadCountOf(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<bigint> {
  const read = async (ids: readonly string[]) => {
    const found = await rows<{ member_id: string; unread: bigint }>(
      database,
      `select member_id, count(*) as unread from notice
       where member_id = any($1::uuid[]) and read_at is null group by member_id`,
      [ids],
    );
    return ids.map((id) => found.find((row) => row.member_id === id.toLowerCase())?.unread ?? 0n);
  };
  return context.perRequest(COUNTS, () => new DataLoader(read, { cache: false })).load(memberId);
}
