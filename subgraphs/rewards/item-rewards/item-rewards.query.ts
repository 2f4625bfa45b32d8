/**
 * Reads the items of members in pages, newest first, batched. A partner sees those that can still be redeemed, and of
 * the others what was redeemed at it.
 */
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { heldBy } from '../merging/holders.js';
import { loadMemberPage, type MemberPage } from '../wallets/member-pages.loader.js';
import type { ItemReward } from './item-reward.js';
import { ITEM_COLUMNS, itemsWithIds } from './item-reward.store.js';

export const itemRewardKey = z.tuple([z.uuid()]);
type ItemRewardKey = z.infer<typeof itemRewardKey>;

const OF_MEMBERS = Symbol('item rewards of members');

export function itemRewardsOf(
  database: DataSource,
  context: RequestContext,
  asked: { readonly memberId: string; readonly page: MemberPage<ItemRewardKey> },
): Promise<readonly ItemReward[]> {
  const read = (memberIds: readonly string[], page: MemberPage<ItemRewardKey>) =>
    rows<ItemReward>(
      database,
      `select items.*, asked.member_id as "memberId" from unnest($1::uuid[]) as asked (member_id) cross join lateral (
         select ${ITEM_COLUMNS} from item_reward
         where item_reward.member_id in (select member_id from ${heldBy('asked.member_id')} as held)
           and ($3::uuid is null or id < $3)
           and ($4::uuid is null or state = 'ISSUED' or redeemed_partner_id = $4)
         order by id desc limit $2) as items`,
      [memberIds, page.first + 1, page.after?.[0] ?? null, page.partnerId],
    );
  return loadMemberPage(context, { name: OF_MEMBERS, read }, asked);
}

/** Gives an item that a command just changed. */
export async function changedItemReward(database: DataSource, id: string): Promise<ItemReward> {
  const [item] = await itemsWithIds(database, [id]);
  return item as ItemReward;
}
