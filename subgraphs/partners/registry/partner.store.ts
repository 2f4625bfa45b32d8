/** Reads and writes partners. Every read of many is one statement. */
import type { EntityManager } from 'typeorm';
import type { PartnerId } from '../../../shared/values/ids.js';
import type { Partner } from './partner.js';
import { PartnerRow } from './partner.row.js';

export class PartnerStore {
  constructor(private readonly manager: EntityManager) {}

  /** Adds a partner; false when its name is taken. */
  async add(partner: Partner): Promise<boolean> {
    const added = await this.manager
      .createQueryBuilder()
      .insert()
      .into(PartnerRow)
      .values(partner)
      .orIgnore()
      .returning('id')
      .execute();
    return (added.raw as unknown[]).length === 1;
  }

  /** Gives the partner and keeps it, and whatever is counted per partner, from changing until the transaction ends. */
  locked(id: PartnerId): Promise<Partner | null> {
    return this.manager
      .createQueryBuilder(PartnerRow, 'partner')
      .setLock('pessimistic_write')
      .where('partner.id = :id', { id })
      .getOne();
  }

  async change(partner: Partner): Promise<void> {
    const { id, status, version } = partner;
    await this.manager.update(PartnerRow, { id }, { status, version });
  }

  /** Gives the partners of these ids, each at its id's place, null where there is none. */
  async withIds(ids: readonly string[]): Promise<(Partner | null)[]> {
    const found = await this.manager
      .createQueryBuilder(PartnerRow, 'partner')
      .where('partner.id = any(:ids::uuid[])', { ids })
      .getMany();
    const byId = new Map<string, Partner>(found.map((partner) => [partner.id, partner]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** A page in order of id, which is the order of coming in. */
  page(after: string | null, limit: number): Promise<Partner[]> {
    const query = this.manager.createQueryBuilder(PartnerRow, 'partner').orderBy('partner.id').limit(limit);
    return after === null ? query.getMany() : query.where('partner.id > :after', { after }).getMany();
  }
}
