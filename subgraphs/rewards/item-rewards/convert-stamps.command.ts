/**
 * Makes items of the units that are due for them, in the transaction of whoever changed a wallet: a purchase that fills
 * it, or the run of the night that finds units usable which were not before.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { EntryId, ItemRewardId, MemberId } from '../../../shared/values/ids.js';
import { Bind } from '../ledger/bind.js';
import { lockWallet, nextSequence } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { termsInForce } from '../programme/terms.query.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';
import { type ConversionFacts, conversionEntry, dueItems, type ItemKind, isItemKind } from './converting.js';
import { itemIssued } from './item-reward.js';
import { itemIssuedPart } from './item-reward.store.js';

/**
 * Gives how many items were made. Locks the member's wallet; a programme whose kinds give no items asks nothing.
 *
 * @param by - the kinds in force, and the instant by which units are usable
 */
export async function convertStamps(
  transaction: Transaction,
  memberId: MemberId,
  by: { readonly kinds: readonly WalletKind[]; readonly now: Date },
): Promise<number> {
  let made = 0;
  for (const kind of by.kinds.filter(isItemKind)) {
    made += await convertOneKind(transaction, { memberId, kind, now: by.now });
  }
  return made;
}

async function convertOneKind(
  transaction: Transaction,
  { memberId, kind, now }: { readonly memberId: MemberId; readonly kind: ItemKind; readonly now: Date },
): Promise<number> {
  const wallet = await lockWallet(transaction, memberId, kind.unit);
  const items = wallet === null ? [] : dueItems(kind.itemReward, wallet, now);
  if (items.length === 0) return 0;
  const { version: termsVersion } = await termsInForce(transaction);
  for (const slices of items) await issue(transaction, { memberId, kind, slices, termsVersion, now });
  return items.length;
}

async function issue(transaction: Transaction, facts: ConversionFacts): Promise<void> {
  const { memberId, kind, now } = facts;
  const ids = {
    entryId: newId<EntryId>(),
    itemRewardId: newId<ItemRewardId>(),
    sequence: await nextSequence(transaction),
  };
  const { unit, version: kindVersion, itemReward } = kind;
  const { name, every: units } = itemReward;
  const item = { id: ids.itemRewardId, memberId, unit, kindVersion, name, units };
  const entry = conversionEntry(ids, facts);
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...entryParts(bind, entry),
    itemIssuedPart(bind, { ...item, entryId: ids.entryId, issuedAt: now }),
    outboxPart(bind, [itemIssued(item, now, newId())]),
  ]);
}
