/** Opens a store of a partner, with the event that lets purchases name it. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { StoreId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { PartnerNotFound } from '../registry/partner.js';
import { lockedPartner } from '../registry/partner.query.js';
import type { Store } from './store.js';
import { StoreStore } from './store.store.js';
import { isTimeZone, type TimeZoneUnknown } from './time-zone.js';

export interface NewStore {
  readonly partnerId: string;
  readonly name: string;
  readonly city: string;
  readonly countryCode: string;
  readonly timeZone: string;
}

export type OpenStoreRefusal = PartnerNotFound | TimeZoneUnknown | KeyReused;

export async function openStore(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly store: NewStore },
): Promise<Result<Replayable<{ store: Store }>, OpenStoreRefusal>> {
  const { caller, key, store: wished } = request;
  return once<{ store: Store }, PartnerNotFound | TimeZoneUnknown>(
    database,
    { caller, key, command: 'openStore', input: wished },
    async (transaction) => {
      const { partnerId, timeZone } = wished;
      const partner = await lockedPartner(transaction, partnerId);
      if (partner === null) return refused({ kind: 'PartnerNotFound', partnerId });
      if (!isTimeZone(timeZone)) return refused({ kind: 'TimeZoneUnknown', timeZone });
      const facts = {
        id: newId<StoreId>(),
        partnerId: partner.id,
        isOpen: true,
        version: 1,
        openedAt: clock.now(),
      };
      const store: Store = { ...wished, ...facts };
      await new StoreStore(transaction).add(store);
      const { id: storeId, name, city, isOpen, version } = store;
      const data = { storeId, partnerId: partner.id, name, city, timeZone, isOpen, version };
      await tell(transaction, [
        { id: newId(), type: 'partners.store-changed.1', key: partner.id, occurredAt: store.openedAt, data },
      ]);
      return ok({ store });
    },
  );
}
