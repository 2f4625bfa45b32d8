/** Reads and writes members. Every read of many is one statement. */
import type { EntityManager } from 'typeorm';
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { MemberRow } from './member.row.js';

/**
 * On the path of every frame of every board, so by hand: the query builder would write the same text anew each time.
 */
const WITH_IDS = prepared(`
  select id, kind, phone_index as "phoneIndex", phone_sealed as "phoneSealed", nickname,
    is_nickname_shown as "isNicknameShown", enrolled_at as "enrolledAt", enrolled_by as "enrolledBy",
    merged_into as "mergedIntoId"
  from member where id = any($1::uuid[])`);

const STAYED_WITH_PHONE = `
  with recursive trail as (
    select id, merged_into from member where phone_index = $1
    union
    select member.id, member.merged_into from trail join member on member.id = trail.merged_into
  )
  select id from trail where merged_into is null`;

export class MemberStore {
  constructor(private readonly manager: EntityManager) {}

  /** Adds a member unless the phone has one already; tells which happened. */
  async add(member: MemberRow): Promise<'added' | 'phone-taken'> {
    const added = await this.manager
      .createQueryBuilder()
      .insert()
      .into(MemberRow)
      .values(member)
      .orIgnore()
      .returning('id')
      .execute();
    return (added.raw as unknown[]).length === 1 ? 'added' : 'phone-taken';
  }

  withId(id: string): Promise<MemberRow | null> {
    return this.manager.findOneBy(MemberRow, { id });
  }

  /** Follows merges: the phone of a member that went into another leads to the one that stayed. */
  async withPhoneIndex(phoneIndex: Buffer): Promise<MemberRow | null> {
    const [found] = await rows<{ id: string }>(this.manager, STAYED_WITH_PHONE, [phoneIndex]);
    return found === undefined ? null : this.withId(found.id);
  }

  /** Cards move with a merge, so a card's member is the one that stayed; a stopped card is nobody's. */
  withCard(number: string): Promise<MemberRow | null> {
    return this.manager
      .createQueryBuilder(MemberRow, 'member')
      .innerJoin('card', 'card', 'card.member_id = member.id')
      .where('card.number = :number and card.stopped_at is null', { number })
      .getOne();
  }

  /** Gives the members of these ids, each at its id's place, and keeps them as they are. Locked in order of id. */
  async locked(ids: readonly string[]): Promise<(MemberRow | null)[]> {
    await rows(this.manager, 'select id from member where id = any($1::uuid[]) order by id for update', [
      ids,
    ]);
    return this.withIds(ids);
  }

  async setMergedInto(id: string, mergedIntoId: string | null): Promise<void> {
    await rows(this.manager, 'update member set merged_into = $2 where id = $1', [id, mergedIntoId]);
  }

  /** Gives the members of these ids, each at its id's place, null where there is none. */
  async withIds(ids: readonly string[]): Promise<(MemberRow | null)[]> {
    const found = await rows<MemberRow>(this.manager, WITH_IDS, [ids]);
    const byId = new Map(found.map((member) => [member.id, member]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** A page in order of id, which is the order of enrolment. */
  page(after: string | null, limit: number): Promise<MemberRow[]> {
    const query = this.manager.createQueryBuilder(MemberRow, 'member').orderBy('member.id').limit(limit);
    return after === null ? query.getMany() : query.where('member.id > :after', { after }).getMany();
  }

  async setPublicName(
    id: MemberId,
    name: { nickname: string | null; isNicknameShown: boolean },
  ): Promise<MemberRow | null> {
    const changed = await rows<{ id: string }>(
      this.manager,
      'update member set nickname = $2, is_nickname_shown = $3 where id = $1 returning id',
      [id, name.nickname, name.isNicknameShown],
    );
    return changed.length === 0 ? null : this.withId(id);
  }
}
