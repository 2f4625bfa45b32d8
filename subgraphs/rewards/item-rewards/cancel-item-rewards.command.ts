/**
 * Cancels items that nobody took yet, newest first, as many as are needed to bring back the units that a return misses.
 *
 * The member's wallet is locked by the transaction; an item is redeemed under the same lock, so it is either redeemed
 * or cancelled. Lots are to be read anew afterwards.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { EntryId, LotId, MemberId } from '../../../shared/values/ids.js';
import { Bind } from '../ledger/bind.js';
import { lockInOrder, nextSequence } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { settleMerges } from '../merging/settle-merges.command.js';
import { termsInForce } from '../programme/terms.query.js';
import { itemCancelledEntry } from './cancelling.js';
import { type ItemReward, itemCancelled } from './item-reward.js';
import { convertedSlices, issuedItems, itemCancelledPart, itemsWithIds } from './item-reward.store.js';

export async function cancelItemRewards(
  transaction: Transaction,
  needed: {
    /** Who has them now. */
    readonly memberId: MemberId;
    readonly unit: string;
    readonly missing: bigint;
    readonly now: Date;
  },
): Promise<void> {
  let { missing } = needed;
  for (const item of await issuedItems(transaction, needed)) {
    if (missing <= 0n) return;
    // Of a member who was merged: it may have been taken until her wallet is locked too.
    await lockInOrder(transaction, [item.memberId]);
    const [found] = await itemsWithIds(transaction, [item.id]);
    if (found?.state !== 'ISSUED') continue;
    await cancel(transaction, item, needed.now);
    await settleMerges(transaction, [item.memberId], needed.now);
    missing -= item.units;
  }
}

async function cancel(transaction: Transaction, item: ItemReward, now: Date): Promise<void> {
  const { version: termsVersion } = await termsInForce(transaction);
  const ids = {
    entryId: newId<EntryId>(),
    sequence: await nextSequence(transaction),
    newLotId: () => newId<LotId>(),
  };
  const slices = await convertedSlices(transaction, item.entryId);
  const entry = itemCancelledEntry({ item, slices, ids, termsVersion, now });
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...entryParts(bind, entry),
    itemCancelledPart(bind, item.id, { at: now, entryId: ids.entryId }),
    outboxPart(bind, [itemCancelled(item, now, newId())]),
  ]);
}
