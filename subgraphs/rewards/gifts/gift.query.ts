/** Reads gifts, batched, each only for those who may see it: its giver, its receiver, operators and auditors. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import { heldBy } from '../merging/holders.js';
import { loadMemberPage, type MemberPage } from '../wallets/member-pages.loader.js';
import { betweenHolders, type Gift, type KeptGift } from './gift.js';
import { GiftStore, giftColumns } from './gift.store.js';

export const giftKey = z.tuple([z.uuid()]);
type GiftKey = z.infer<typeof giftKey>;

export type GiftDirection = 'SENT' | 'RECEIVED';
export type GiftRecord = Gift & { readonly memberId: string };

/** Tells whether a caller may see the gifts of a member; partners see none. */
export function maySeeGifts(caller: Caller, memberId: string): boolean {
  return caller.kind === 'member'
    ? caller.memberId === memberId
    : caller.kind === 'operator' || caller.kind === 'auditor';
}

const GIFTS = Symbol('gifts by id');

/** Gives a gift that the caller may see; null for any other id. */
export async function giftById(
  database: DataSource,
  context: RequestContext,
  id: string,
): Promise<Gift | null> {
  if (!isId(id)) return null;
  const read = async (ids: readonly string[]): Promise<(Gift | null)[]> => {
    const found = await new GiftStore(database).withIds(ids);
    const kept = new Map<string, Gift>(found.map((gift) => [gift.id, betweenHolders(gift)]));
    return ids.map((each) => kept.get(each) ?? null);
  };
  const loader = context.perRequest(GIFTS, () => new DataLoader(read, { cache: false }));
  const gift = await loader.load(id.toLowerCase());
  const isShown =
    gift !== null && [gift.giverId, gift.receiverId].some((party) => maySeeGifts(context.caller, party));
  return isShown ? gift : null;
}

const SIDES = { SENT: ['giver_id'], RECEIVED: ['receiver_id'], BOTH: ['giver_id', 'receiver_id'] } as const;
const LISTS = {
  SENT: Symbol('gifts sent'),
  RECEIVED: Symbol('gifts received'),
  BOTH: Symbol('gifts of members'),
} as const;

/** Gives a page of a member's gifts, newest first; of both directions when it is null. */
export function giftsOf(
  database: DataSource,
  context: RequestContext,
  asked: {
    readonly memberId: string;
    readonly direction: GiftDirection | null;
    readonly page: MemberPage<GiftKey>;
  },
): Promise<readonly GiftRecord[]> {
  const direction = asked.direction ?? 'BOTH';
  const sides = SIDES[direction].map(
    (side) => `(select ${giftColumns} from gift
        where gift.${side} in (select member_id from ${heldBy('asked.member_id')} as held)
          and ($3::uuid is null or id < $3)
        order by id desc limit $2)`,
  );
  const read = async (memberIds: readonly string[], page: MemberPage<GiftKey>) => {
    const found = await rows<KeptGift & GiftRecord>(
      database,
      `select asked.member_id as "memberId", gifts.* from unnest($1::uuid[]) as asked (member_id)
       cross join lateral (select * from (${sides.join(' union ')}) as sides order by id desc limit $2) as gifts`,
      [memberIds, page.first + 1, page.after?.[0] ?? null],
    );
    return found.map((gift): GiftRecord => ({ ...betweenHolders(gift), memberId: gift.memberId }));
  };
  return loadMemberPage(context, { name: LISTS[direction], read }, asked);
}
