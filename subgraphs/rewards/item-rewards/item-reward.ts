/**
 * An item reward: so many units that became one item, by themselves and at once. It is issued, then redeemed at a store
 * or cancelled by a return; it never changes again.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { EntryId, ItemRewardId, MemberId, PartnerId, StoreId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { isOpenFor, type PartnerStatus, type StoreFacts } from '../reference/agreement.js';
import type { PartnerNotActive, StoreNotFound } from '../reference/standing.js';

export type ItemRewardState = 'ISSUED' | 'REDEEMED' | 'CANCELLED';

export interface ItemReward {
  readonly id: ItemRewardId;
  readonly memberId: MemberId;
  readonly unit: string;
  readonly kindVersion: number;
  readonly name: string;
  readonly units: Points;
  readonly state: ItemRewardState;
  readonly entryId: EntryId;
  readonly issuedAt: Date;
  readonly redeemedAt: Date | null;
  readonly redeemedStoreId: StoreId | null;
  readonly redeemedPartnerId: PartnerId | null;
  readonly cancelledAt: Date | null;
  /** Who may take it now: the member who got it, or the one whom she was merged into. */
  readonly holderId: MemberId;
}

export interface ItemRewardNotFound {
  readonly kind: 'ItemRewardNotFound';
  readonly itemRewardId: ItemRewardId;
}
export interface ItemRewardNotIssued {
  readonly kind: 'ItemRewardNotIssued';
  readonly itemRewardId: ItemRewardId;
  readonly state: ItemRewardState;
}

export type RedeemItemRefusal = ItemRewardNotFound | StoreNotFound | PartnerNotActive | ItemRewardNotIssued;

export interface RedeemItemRequest {
  readonly itemRewardId: ItemRewardId;
  readonly storeId: StoreId;
  readonly sentBy: PartnerId | null;
}

/** Where an item is redeemed. */
export interface RedeemedAt {
  readonly storeId: StoreId;
  readonly partnerId: PartnerId;
}

/** Decides whether an item may be taken at a store. Refusals in order of precedence. */
export function decideRedeeming(
  { itemRewardId, storeId, sentBy }: RedeemItemRequest,
  { item, store }: { readonly item: ItemReward | null; readonly store: StoreFacts | null },
): Result<RedeemedAt, RedeemItemRefusal> {
  if (item === null) return refused({ kind: 'ItemRewardNotFound', itemRewardId });
  // Another partner's store is no different from none: nothing is told about it.
  const isForeign = sentBy !== null && store?.partnerId !== sentBy;
  if (store === null || isForeign) return refused({ kind: 'StoreNotFound', storeId });
  const { partnerId, partnerStatus: status }: { partnerId: PartnerId; partnerStatus: PartnerStatus } = store;
  if (!isOpenFor('BURN', status)) return refused({ kind: 'PartnerNotActive', partnerId, status });
  if (item.state !== 'ISSUED')
    return refused({ kind: 'ItemRewardNotIssued', itemRewardId, state: item.state });
  return ok({ storeId, partnerId });
}

type ItemFacts = Pick<ItemReward, 'id' | 'memberId' | 'unit' | 'kindVersion' | 'name' | 'units'>;

const factsOf = ({ id: itemRewardId, memberId, unit, kindVersion, name, units }: ItemFacts) => ({
  itemRewardId,
  memberId,
  unit,
  kindVersion,
  name,
  units,
});

export function itemIssued(item: ItemFacts, at: Date, id: string): DomainEvent {
  const data = { ...factsOf(item), issuedAt: at };
  return { id, type: 'rewards.item-reward-issued.1', key: item.memberId, occurredAt: at, data };
}

export function itemRedeemed(
  item: ItemFacts,
  { at, storeId, partnerId }: RedeemedAt & { readonly at: Date },
  id: string,
): DomainEvent {
  const data = { ...factsOf(item), storeId, partnerId, redeemedAt: at };
  return { id, type: 'rewards.item-reward-redeemed.1', key: item.memberId, occurredAt: at, data };
}

export function itemCancelled(item: ItemFacts, at: Date, id: string): DomainEvent {
  const data = { ...factsOf(item), cancelledAt: at };
  return { id, type: 'rewards.item-reward-cancelled.1', key: item.memberId, occurredAt: at, data };
}
