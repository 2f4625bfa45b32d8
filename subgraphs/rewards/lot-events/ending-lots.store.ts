/** Reads lots that are about to end, or to become usable by an event, and closes those of which nothing was left. */
import type { EntityManager } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { LotId, MemberId, PurchaseId } from '../../../shared/values/ids.js';
import { movedFrom } from '../merging/holders.js';
import type { EndingLot } from './lapsing.js';

const COLUMNS = `id, member_id as "memberId", unit, issuer_partner_id as "issuerPartnerId",
  agreement_id as "agreementId", purchase_id as "purchaseId", original, remaining, held, earned_at as "earnedAt",
  cancels_at as "cancelsAt", expires_at as "expiresAt", own_expires_at as "ownExpiresAt", expiry_by as "expiryBy",
  expiry_policy as "expiryPolicy", after_event as "afterEvent",
  remaining = 0 and exists (select from lot_origin where lot.id in (origin_lot_id, lot_id)) as "hasMovedOn"`;

export interface MovedLot {
  readonly purchaseId: PurchaseId;
  readonly lotId: LotId;
  readonly rootLotId: LotId;
}

/** Whoever reads to write holds the locks of the members. */
export class EndingLotStore {
  constructor(private readonly manager: EntityManager) {}

  /** Lots whose time is over by an instant and of which something is free. */
  expiredOf(memberIds: readonly MemberId[], asOf: Date): Promise<EndingLot[]> {
    return rows<EndingLot>(
      this.manager,
      `select ${COLUMNS} from lot where member_id = any($1::uuid[]) and remaining > held and expires_at <= $2
       order by member_id, unit, issuer_partner_id, expires_at, id`,
      [memberIds, asOf],
    );
  }

  /** Lots whose event did not come by an instant. */
  overdueOf(memberIds: readonly MemberId[], asOf: Date): Promise<EndingLot[]> {
    return rows<EndingLot>(
      this.manager,
      `select ${COLUMNS} from lot where member_id = any($1::uuid[]) and activates_at is null
         and closed_as is null and cancels_at <= $2 order by member_id, purchase_id, id`,
      [memberIds, asOf],
    );
  }

  /** Lots of a purchase that still wait for their event at an instant, wherever a merge moved them. */
  waitingOf(purchaseId: PurchaseId, now: Date): Promise<EndingLot[]> {
    return rows<EndingLot>(
      this.manager,
      `select ${COLUMNS} from lot where id in (
         select unnest(lot_ids) from purchase where purchase.id = $1
         union select made.id from purchase cross join lateral ${movedFrom('lot_ids')} as made where purchase.id = $1)
         and activates_at is null and closed_as is null and cancels_at > $2 order by id`,
      [purchaseId, now],
    );
  }

  /** The lots of these purchases that merges moved on, with the lots of theirs that they came from. */
  movedOf(purchaseIds: readonly PurchaseId[]): Promise<MovedLot[]> {
    return rows<MovedLot>(
      this.manager,
      `select purchase.id as "purchaseId", made.id as "lotId", root_lot_id as "rootLotId"
       from purchase cross join lateral ${movedFrom('lot_ids')} as made where purchase.id = any($1::uuid[])`,
      [purchaseIds],
    );
  }

  /** Ends lots of which nothing was left: no entry tells of them. */
  async close(lotIds: readonly LotId[], closedAs: 'CANCELLED' | 'EXPIRED' = 'CANCELLED'): Promise<void> {
    if (lotIds.length === 0) return;
    await rows(this.manager, 'update lot set closed_as = $2 where id = any($1::uuid[]) and remaining = 0', [
      lotIds,
      closedAs,
    ]);
  }
}
