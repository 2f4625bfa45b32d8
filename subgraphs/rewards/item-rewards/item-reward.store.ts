/** Reads and writes item rewards. Changes are parts of the statement that writes what causes them. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { EntryId, ItemRewardId, MemberId } from '../../../shared/values/ids.js';
import type { Bind } from '../ledger/bind.js';
import { heldBy, holderOfColumn } from '../merging/holders.js';
import type { ConvertedSlice } from './cancelling.js';
import type { ItemReward, RedeemedAt } from './item-reward.js';

export const ITEM_COLUMNS = `id, member_id as "memberId", unit, kind_version as "kindVersion", name, units, state,
  entry_id as "entryId", issued_at as "issuedAt", redeemed_at as "redeemedAt",
  redeemed_store_id as "redeemedStoreId", redeemed_partner_id as "redeemedPartnerId", cancelled_at as "cancelledAt",
  ${holderOfColumn('item_reward.member_id')} as "holderId"`;

type IssuedItem = Pick<
  ItemReward,
  'id' | 'memberId' | 'unit' | 'kindVersion' | 'name' | 'units' | 'entryId' | 'issuedAt'
>;

export function itemIssuedPart({ add }: Bind, item: IssuedItem): string {
  return `item_issued as (
    insert into item_reward (id, member_id, unit, kind_version, name, units, state, entry_id, issued_at)
    values (${add(item.id)}, ${add(item.memberId)}, ${add(item.unit)}, ${add(item.kindVersion)}, ${add(item.name)},
      ${add(item.units)}, 'ISSUED', ${add(item.entryId)}, ${add(item.issuedAt)}))`;
}

export function itemRedeemedPart(
  { add }: Bind,
  id: ItemRewardId,
  { at, storeId, partnerId }: RedeemedAt & { readonly at: Date },
): string {
  return `item_redeemed as (
    update item_reward set state = 'REDEEMED', redeemed_at = ${add(at)}, redeemed_store_id = ${add(storeId)},
      redeemed_partner_id = ${add(partnerId)} where id = ${add(id)})`;
}

export function itemCancelledPart(
  { add }: Bind,
  id: ItemRewardId,
  { at, entryId }: { readonly at: Date; readonly entryId: EntryId },
): string {
  return `item_cancelled as (
    update item_reward set state = 'CANCELLED', cancelled_at = ${add(at)}, cancel_entry_id = ${add(entryId)}
    where id = ${add(id)})`;
}

export async function itemsWithIds(
  runner: SqlRunner,
  ids: readonly string[],
): Promise<(ItemReward | null)[]> {
  const found = await rows<ItemReward>(
    runner,
    `select ${ITEM_COLUMNS} from item_reward where id = any($1::uuid[])`,
    [ids],
  );
  return ids.map((id) => found.find((item) => item.id === id.toLowerCase()) ?? null);
}

/** Items of a member, and of those who were merged into her, that nobody took yet, newest first. */
export function issuedItems(
  runner: SqlRunner,
  { memberId, unit }: { readonly memberId: MemberId; readonly unit: string },
): Promise<ItemReward[]> {
  return rows<ItemReward>(
    runner,
    `select ${ITEM_COLUMNS} from item_reward
     where member_id in (select member_id from ${heldBy('$1::uuid')} as held) and unit = $2 and state = 'ISSUED'
     order by id desc`,
    [memberId, unit],
  );
}

export function convertedSlices(runner: SqlRunner, entryId: EntryId): Promise<ConvertedSlice[]> {
  return rows<ConvertedSlice>(
    runner,
    `select lot_id as "lotId", -amount as points, closed_as is not null as "isClosed",
       issuer_partner_id as "issuerPartnerId", agreement_id as "agreementId", purchase_id as "purchaseId",
       earned_at as "earnedAt", activates_at as "activatesAt", cancels_at as "cancelsAt", expires_at as "expiresAt",
       funding_minor_per_thousand as "fundingMinorPerThousand"
     from posting join lot on lot.id = lot_id where posting.entry_id = $1 order by line`,
    [entryId],
  );
}
