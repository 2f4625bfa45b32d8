/** Writes notices, and reads what the ledger posted that no notice tells of yet. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { MemberId, NoticeId, PartnerId } from '../../../shared/values/ids.js';
import type { EntryEffect, NoticeFacts, NoticeKind } from './notice.js';

export interface NewNotice {
  readonly id: NoticeId;
  readonly memberId: MemberId;
  readonly kind: NoticeKind;
  readonly unit: string | null;
  readonly points: bigint | null;
  readonly partnerId: PartnerId | null;
  readonly entryId: string | null;
  readonly entrySequence: bigint | null;
  readonly occurredAt: Date;
  readonly noticedAt: Date;
  readonly facts: NoticeFacts;
}

/** So many entries of one member in one go; a member who is behind by more is caught up with by the next event. */
const ENTRIES_MAX = 500;

export class NoticeStore {
  constructor(private readonly runner: SqlRunner) {}

  /** Adds notices; one that is there already, of the same entry and unit, stays as it is. */
  async add(notices: readonly NewNotice[]): Promise<void> {
    if (notices.length === 0) return;
    const column = (value: (notice: NewNotice) => unknown): unknown[] => notices.map(value);
    await rows(
      this.runner,
      `insert into notice (id, member_id, kind, unit, points, partner_id, entry_id, entry_sequence, occurred_at,
         noticed_at, facts)
       select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::uuid[], $7::uuid[],
         $8::bigint[], $9::timestamptz[], $10::timestamptz[], $11::jsonb[])
       on conflict (member_id, entry_sequence, unit) do nothing`,
      [
        column(({ id }) => id),
        column(({ memberId }) => memberId),
        column(({ kind }) => kind),
        column(({ unit }) => unit),
        column(({ points }) => points),
        column(({ partnerId }) => partnerId),
        column(({ entryId }) => entryId),
        column(({ entrySequence }) => entrySequence),
        column(({ occurredAt }) => occurredAt),
        column(({ noticedAt }) => noticedAt),
        column(({ facts }) => JSON.stringify(facts)),
      ],
    );
  }

  /**
   * What entries did to members' wallets after the last that they were told of.
   *
   * A member's entries become visible in the order of their sequence, because the lock of her wallet is held while
   * one is taken: so the highest one told is a place, and nothing before it is still to come.
   */
  untold(memberIds: readonly string[]): Promise<EntryEffect[]> {
    return rows<EntryEffect>(
      this.runner,
      `select fresh.id as "entryId", fresh.sequence, fresh.member_id as "memberId", fresh.kind, effect.unit,
         effect.points, fresh.partner_id as "partnerId", fresh.purchase_id as "purchaseId",
         fresh.hold_id as "holdId", fresh.cause_id as "causeId", fresh.reasons, fresh.occurred_at as "occurredAt"
       from unnest($1::uuid[]) as asked (member_id)
       cross join lateral (
         select greatest((select after_sequence from notice_start),
           (select max(entry_sequence) from notice where notice.member_id = asked.member_id)) as sequence) as told
       cross join lateral (
         select * from entry where entry.member_id = asked.member_id and entry.sequence > told.sequence
         order by entry.member_id, entry.sequence limit ${ENTRIES_MAX}) as fresh
       cross join lateral (
         select unit, sum(amount) as points from posting
         where entry_id = fresh.id and account = 'member:' || fresh.member_id
         group by unit having sum(amount) <> 0) as effect
       order by fresh.sequence`,
      [memberIds],
    );
  }

  /** The members of entries. */
  async membersOf(entryIds: readonly string[]): Promise<string[]> {
    if (entryIds.length === 0) return [];
    const found = await rows<{ member_id: string }>(
      this.runner,
      'select distinct member_id from entry where id = any($1::uuid[])',
      [entryIds],
    );
    return found.map(({ member_id: memberId }) => memberId);
  }

  /** The first of some ids that names no notice of the member. */
  async firstForeign(memberId: MemberId, ids: readonly NoticeId[]): Promise<NoticeId | null> {
    const found = await rows<{ id: NoticeId }>(
      this.runner,
      'select id from notice where member_id = $1 and id = any($2::uuid[])',
      [memberId, ids],
    );
    const own = new Set(found.map(({ id }) => id));
    return ids.find((id) => !own.has(id)) ?? null;
  }

  /** Marks a member's unread notices as read, or those of some ids, and tells how many they were. */
  async markRead(memberId: MemberId, ids: readonly NoticeId[] | null, at: Date): Promise<number> {
    const marked = await rows<{ id: string }>(
      this.runner,
      `update notice set read_at = $3
       where member_id = $1 and read_at is null and ($2::uuid[] is null or id = any($2)) returning id`,
      [memberId, ids, at],
    );
    return marked.length;
  }
}
