/** A store: an outlet of a partner, with the zone in which its business days are reckoned. */
import type { PartnerId, StoreId } from '../../../shared/values/ids.js';

export interface Store {
  readonly id: StoreId;
  readonly partnerId: PartnerId;
  readonly name: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  readonly timeZone: string;
  readonly isOpen: boolean;
  /** Counts the changes, so that whoever keeps a copy can tell the newer one. */
  readonly version: number;
  readonly openedAt: Date;
}
