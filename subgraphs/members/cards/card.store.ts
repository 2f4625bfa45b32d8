/** Reads and writes cards. */
import { type EntityManager, IsNull } from 'typeorm';
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

  /** Counts the cards that identify the member now. */
  count(memberId: string): Promise<number> {
    return this.manager.countBy(CardRow, { memberId, stoppedAt: IsNull() });
  }

  async stop(id: string, at: Date): Promise<void> {
    await this.manager.update(CardRow, { id }, { stoppedAt: at });
  }

  /** Gives the numbers that moved, in order. */
  async moveAll(fromMemberId: string, toMemberId: string): Promise<string[]> {
    const moved = await rows<{ number: string }>(
      this.manager,
      'update card set member_id = $2 where member_id = $1 returning number',
      [fromMemberId, toMemberId],
    );
    return moved.map(({ number }) => number).sort();
  }

  async move(numbers: readonly string[], toMemberId: string): Promise<void> {
    await rows(this.manager, 'update card set member_id = $2 where number = any($1::text[])', [
      numbers,
      toMemberId,
    ]);
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
