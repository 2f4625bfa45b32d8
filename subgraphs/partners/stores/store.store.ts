/** Reads and writes stores. Every read of many is one statement. */
import type { EntityManager } from 'typeorm';
import type { Store } from './store.js';
import { StoreRow } from './store.row.js';

/** At most so many from each partner, for a list of partners at once. */
const FIRST_OF_EACH = `store.id in (
  select listed.id from unnest(:partnerIds::uuid[]) as wanted (id)
  cross join lateral (select s.id from store s where s.partner_id = wanted.id order by s.id limit :limit) listed)`;

export class StoreStore {
  constructor(private readonly manager: EntityManager) {}

  async add(store: Store): Promise<void> {
    await this.manager.insert(StoreRow, store);
  }

  /** Gives the stores of these ids, each at its id's place, null where there is none. */
  async withIds(ids: readonly string[]): Promise<(Store | null)[]> {
    const found = await this.manager
      .createQueryBuilder(StoreRow, 'store')
      .where('store.id = any(:ids::uuid[])', { ids })
      .getMany();
    const byId = new Map<string, Store>(found.map((store) => [store.id, store]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Gives the first stores of each partner in the order in which they opened. */
  async ofPartners(partnerIds: readonly string[], limit: number): Promise<Store[][]> {
    const found = await this.manager
      .createQueryBuilder(StoreRow, 'store')
      .where(FIRST_OF_EACH, { partnerIds, limit })
      .orderBy('store.id')
      .getMany();
    return partnerIds.map((partnerId) => found.filter((store) => store.partnerId === partnerId));
  }
}
