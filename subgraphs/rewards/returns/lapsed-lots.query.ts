/** Reads what of lots was written down as lapsed. */
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { LotId, MemberId } from '../../../shared/values/ids.js';
import type { LapsedLot } from './lapsed-points.js';

/**
 * Gives those of a member's lots of which something lapsed, was written down, and was not taken back by a return since.
 *
 * A return is the one act that posts points into a lot and out of it: what it put in had lapsed.
 */
export async function lapsedLots(
  transaction: Transaction,
  memberId: MemberId,
  { lotIds, now }: { readonly lotIds: readonly LotId[]; readonly now: Date },
): Promise<readonly LapsedLot[]> {
  return rows<LapsedLot>(
    transaction,
    `select lot.id, lot.unit, issuer_partner_id as "issuerPartnerId", remaining, held, earned_at as "earnedAt",
       activates_at as "activatesAt", cancels_at as "cancelsAt", expires_at as "expiresAt", written.points as lapsed
     from lot cross join lateral (
       select -coalesce(sum(amount), 0)::bigint as points from entry join posting on entry_id = entry.id
       where entry.member_id = $1 and posting.lot_id = lot.id
         and (kind = 'EXPIRY' or kind = 'RETURN' and amount > 0)) as written
     where lot.id = any($2::uuid[]) and expires_at <= $3 and written.points > 0`,
    [memberId, lotIds, now],
  );
}
