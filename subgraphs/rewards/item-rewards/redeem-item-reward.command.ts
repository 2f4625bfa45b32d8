/** Hands an item over at a store, once: whoever locks the member's wallet first is the one who does. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { ItemRewardId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { lockInOrder } from '../ledger/lock-wallet.command.js';
import { outboxPart, runParts } from '../ledger/post-entry.command.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { findStanding } from '../reference/standing.query.js';
import {
  decideRedeeming,
  type ItemReward,
  itemRedeemed,
  type RedeemItemRefusal,
  type RedeemItemRequest,
} from './item-reward.js';
import { itemRedeemedPart, itemsWithIds } from './item-reward.store.js';

export type RedeemItemRewardRefusal = RedeemItemRefusal | KeyReused;
type Redeemed = Replayable<{ readonly itemRewardId: ItemRewardId }>;

export async function redeemItemReward(
  {
    database,
    clock,
    arrivals,
  }: { readonly database: DataSource; readonly clock: Clock; readonly arrivals: Arrivals },
  request: { readonly caller: Caller; readonly key: string; readonly wish: RedeemItemRequest },
): Promise<Result<Redeemed, RedeemItemRewardRefusal>> {
  const { caller, key, wish } = request;
  const { itemRewardId, storeId } = wish;
  const command = { caller, key, command: 'redeemItemReward', input: wish };
  return arrivals.orArrived<Redeemed, RedeemItemRewardRefusal>(() =>
    once(database, command, async (transaction) => {
      const now = clock.now();
      const [known = null] = await itemsWithIds(transaction, [itemRewardId]);
      // The state counts as it is once the lock is held; before, it may be that of a moment ago.
      if (known !== null) await lockInOrder(transaction, [known.memberId, known.holderId]);
      const [item = null] = known === null ? [] : await itemsWithIds(transaction, [itemRewardId]);
      const search = { memberId: item?.holderId ?? null, cardNumber: null, storeId, at: now };
      const { store } = await findStanding(transaction, search);
      const decided = decideRedeeming(wish, { item, store });
      if (!decided.ok) return decided;
      const at = { ...decided.value, at: now };
      const bind = new Bind();
      await runParts(transaction, bind, [
        itemRedeemedPart(bind, itemRewardId, at),
        outboxPart(bind, [itemRedeemed(toHolder(item as ItemReward), at, newId())]),
      ]);
      return ok({ itemRewardId });
    }),
  );
}

/** Whoever takes it is told of it. */
function toHolder({ holderId, ...item }: ItemReward): ItemReward {
  return { ...item, holderId, memberId: holderId };
}
