/** Reads and writes firms and their buyers. Every read of many is one statement. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { Buyer, Organisation } from './organisation.js';

const BUYER = `select buyer.id, card.member_id as "memberId", card.id as "cardId", card.number as "cardNumber",
    buyer.label, buyer.monthly_spend_limit as "monthlySpendLimit", buyer.is_active as "isActive", buyer.version,
    buyer.added_at as "addedAt"
  from buyer join card on card.id = buyer.card_id`;

export class OrganisationStore {
  constructor(private readonly runner: SqlRunner) {}

  /** Adds a firm whose member was just added; false when its reference is another's. */
  async add({ memberId, name, reference }: Organisation): Promise<boolean> {
    const added = await rows(
      this.runner,
      `insert into organisation (member_id, name, reference) values ($1, $2, $3)
       on conflict (reference) do nothing returning member_id`,
      [memberId, name, reference],
    );
    return added.length === 1;
  }

  async withReference(reference: string): Promise<Organisation | null> {
    const [found = null] = await rows<Organisation>(
      this.runner,
      'select member_id as "memberId", name, reference from organisation where reference = $1',
      [reference],
    );
    return found;
  }

  /** Gives the firms of these members, each at its member's place, null for a person. */
  async ofMembers(memberIds: readonly string[]): Promise<(Organisation | null)[]> {
    const found = await rows<Organisation>(
      this.runner,
      'select member_id as "memberId", name, reference from organisation where member_id = any($1::uuid[])',
      [memberIds],
    );
    const byMember = new Map(found.map((organisation) => [organisation.memberId, organisation]));
    return memberIds.map((id) => byMember.get(id) ?? null);
  }

  async addBuyer(buyer: Buyer, addedBy: string): Promise<void> {
    const { id, cardId, label, monthlySpendLimit, isActive, version, addedAt } = buyer;
    await rows(
      this.runner,
      `insert into buyer (id, card_id, label, monthly_spend_limit, is_active, version, added_at, added_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, cardId, label, monthlySpendLimit, isActive, version, addedAt, addedBy],
    );
  }

  async changeBuyer({ id, monthlySpendLimit, isActive, version }: Buyer): Promise<void> {
    await rows(
      this.runner,
      'update buyer set monthly_spend_limit = $2, is_active = $3, version = $4 where id = $1',
      [id, monthlySpendLimit, isActive, version],
    );
  }

  async buyer(id: string): Promise<Buyer | null> {
    const [found = null] = await rows<Buyer>(this.runner, `${BUYER} where buyer.id = $1`, [id]);
    return found;
  }

  /** Gives the buyers of these members, each list at its member's place, in order of coming. */
  async buyersOf(memberIds: readonly string[]): Promise<Buyer[][]> {
    const found = await rows<Buyer>(
      this.runner,
      `${BUYER} where card.member_id = any($1::uuid[]) order by buyer.added_at, buyer.id`,
      [memberIds],
    );
    return memberIds.map((memberId) => found.filter((buyer) => buyer.memberId === memberId));
  }

  buyersWithCards(cardNumbers: readonly string[]): Promise<Buyer[]> {
    return rows<Buyer>(this.runner, `${BUYER} where card.number = any($1::text[]) order by buyer.id`, [
      cardNumbers,
    ]);
  }
}
