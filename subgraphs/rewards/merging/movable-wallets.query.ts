/** Reads what members have, in every unit, with all that moving it takes. The wallets must be locked. */
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { LotId, MemberId } from '../../../shared/values/ids.js';
import type { MovableLot, MovableWallet } from '../ledger/moving.js';

const MOVABLE_COLUMNS = `lot.id, lot.unit, lot.rule, lot.issuer_partner_id as "issuerPartnerId",
  lot.agreement_id as "agreementId", lot.purchase_id as "purchaseId",
  lot.funding_minor_per_thousand as "fundingMinorPerThousand", lot.remaining, lot.held, lot.earned_at as "earnedAt",
  lot.activates_at as "activatesAt", lot.cancels_at as "cancelsAt", lot.expires_at as "expiresAt",
  jsonb_build_object('expiryBy', lot.expiry_by, 'expiryPolicy', lot.expiry_policy, 'afterEvent', lot.after_event)
    as terms, lot.own_expires_at as "ownExpiresAt"`;

export async function movableWallets(
  transaction: Transaction,
  memberId: MemberId,
): Promise<readonly MovableWallet[]> {
  const wallets = await rows<{ unit: string; debt: bigint }>(
    transaction,
    'select unit, debt from wallet where member_id = $1 order by unit',
    [memberId],
  );
  const lots = await rows<MovableLot>(
    transaction,
    `select ${MOVABLE_COLUMNS} from lot where member_id = $1 and remaining > 0 order by id`,
    [memberId],
  );
  return wallets.map((wallet) => ({ ...wallet, lots: lots.filter((lot) => lot.unit === wallet.unit) }));
}

/** What is free of the lots that a merge or a draw made, each with the lot that it came from. */
export function lotsMovedBy(
  transaction: Transaction,
  causeId: string,
): Promise<readonly (MovableLot & { readonly originLotId: LotId })[]> {
  return rows(
    transaction,
    `select ${MOVABLE_COLUMNS}, lot_origin.origin_lot_id as "originLotId"
     from lot_origin join lot on lot.id = lot_origin.lot_id
     where lot_origin.cause_id = $1 and lot.remaining > lot.held order by lot.id`,
    [causeId],
  );
}

export interface KeptMerge {
  readonly mergeId: string;
  readonly sourceMemberId: MemberId;
  readonly targetMemberId: MemberId;
}
