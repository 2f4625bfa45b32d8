/** Reads lots that are about to end, or to become usable by an event, and closes those of which nothing was left. */
import type { EntityManager } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { LotId, MemberId, PurchaseId } from '../../../shared/values/ids.js';
import type { EndingLot } from './lapsing.js';

const COLUMNS = `id, member_id as "memberId", unit, issuer_partner_id as "issuerPartnerId",
  agreement_id as "agreementId", purchase_id as "purchaseId", original, remaining, held, earned_at as "earnedAt",
  cancels_at as "cancelsAt", expires_at as "expiresAt", own_expires_at as "ownExpiresAt", expiry_by as "expiryBy",
  expiry_policy as "expiryPolicy", after_event as "afterEvent"`;

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

  /** Lots of a purchase that still wait for their event at an instant. */
  waitingOf(memberId: MemberId, purchaseId: PurchaseId, now: Date): Promise<EndingLot[]> {
    return rows<EndingLot>(
      this.manager,
      `select ${COLUMNS} from lot where member_id = $1 and purchase_id = $2 and activates_at is null
         and closed_as is null and cancels_at > $3 order by id`,
      [memberId, purchaseId, now],
    );
  }

  /** Ends lots of which nothing was left: no entry tells of them. */
  async close(lotIds: readonly LotId[]): Promise<void> {
    if (lotIds.length === 0) return;
    await rows(
      this.manager,
      `update lot set closed_as = 'CANCELLED' where id = any($1::uuid[]) and remaining = 0`,
      [lotIds],
    );
  }
}
