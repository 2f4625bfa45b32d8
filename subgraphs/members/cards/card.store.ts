/** Reads and writes cards. */
import type { EntityManager } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import { CardRow } from './card.row.js';

export class CardStore {
  constructor(private readonly manager: EntityManager) {}

  /** Adds a card; false when its number is in use, which chance allows once in ten thousand million. */
  async add(card: CardRow): Promise<boolean> {
    const added = await this.manager
      .createQueryBuilder()
      .insert()
      .into(CardRow)
      .values(card)
      .orIgnore()
      .returning('id')
      .execute();
    return (added.raw as unknown[]).length === 1;
  }

  /**
   * Counts a member's cards while keeping others from adding one: the member's row is locked. Null for no such
   * member.
   */
  async countLocked(memberId: string): Promise<number | null> {
    const found = await rows(this.manager, 'select id from member where id = $1 for update', [memberId]);
    if (found.length === 0) return null;
    return this.manager.countBy(CardRow, { memberId });
  }

  async ofMembers(memberIds: readonly string[]): Promise<CardRow[][]> {
    const found = await this.manager
      .createQueryBuilder(CardRow, 'card')
      .where('card.member_id = any(:memberIds::uuid[])', { memberIds })
      .orderBy('card.issued_at')
      .getMany();
    return memberIds.map((memberId) => found.filter((card) => card.memberId === memberId));
  }
}
