/**
 * What time will do to members' points: everything that becomes usable, lapses or is cancelled, soonest first.
 *
 * Batched: the same page of many members is one statement. Points that wait for an event lapse at no instant yet, so
 * they show by their last day alone.
 */
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { rows } from '../../../shared/platform/database/transaction.js';
import { instantKey } from '../../../shared/platform/graph/connection.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { loadMemberPage, type MemberPage } from '../wallets/member-pages.loader.js';
import { lotsNow } from '../wallets/wallet.query.js';

export const upcomingKinds = ['ACTIVATION', 'CANCELLATION', 'EXPIRY'] as const;
export type UpcomingKind = (typeof upcomingKinds)[number];

export interface Upcoming {
  readonly memberId: string;
  readonly at: Date;
  readonly what: UpcomingKind;
  readonly points: bigint;
}

/** The sort key: the instant, then what happens, which is in the order of the alphabet. */
export const upcomingKey = z.tuple([instantKey, z.enum(upcomingKinds)]);
type UpcomingKey = z.infer<typeof upcomingKey>;

const UPCOMING = Symbol('upcoming of members');

/** A page of what will happen to the free points of a member. */
export function upcomingOf(
  database: DataSource,
  context: RequestContext,
  asked: { readonly memberId: string; readonly page: MemberPage<UpcomingKey> & { readonly unit: string } },
): Promise<readonly Upcoming[]> {
  const { unit } = asked.page;
  const read = (memberIds: readonly string[], page: MemberPage<UpcomingKey>) =>
    rows<Upcoming>(
      database,
      `select member_id as "memberId", at, what, points from (
         select member_id, at, what, sum(free) as points,
           row_number() over (partition by member_id order by at, what) as place
         from (${lotsNow(memberIds, [unit])}) as lots cross join lateral (values
             (activates_at, 'ACTIVATION'),
             (case when activates_at is null then cancels_at end, 'CANCELLATION'),
             (expires_at, 'EXPIRY')) as event (at, what)
         where at > $2 and (expires_at is null or expires_at > $2)
           and ($5::timestamptz is null or (at, what) > ($5, $6))
         group by member_id, at, what having sum(free) > 0) as events
       where place <= $4 order by member_id, at, what`,
      [
        memberIds,
        context.clock.now(),
        [unit],
        page.first + 1,
        page.after?.[0] ?? null,
        page.after?.[1] ?? null,
      ],
    );
  return loadMemberPage(context, { name: UPCOMING, read }, asked);
}
