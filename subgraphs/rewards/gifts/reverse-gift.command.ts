/** Reverses an accepted gift: what the receiver still has of it goes back, and the answer tells what is missing. */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { once } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryId, GiftId, LotId, MemberId } from '../../../shared/values/ids.js';
import { ok } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { type LockedWallet, lockWallet, nextSequence } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { lotsMadeOf } from '../merging/holder.query.js';
import type { LotOrigin } from '../wallets/lot-origin.js';
import { lotOrigins } from '../wallets/lot-origins.query.js';
import { type EndGiftOutcome, type GiftWallets, lockedGift, settleGift } from './end-gift.command.js';
import { decideReversal, type Gift, giftChanged, type KeptGift } from './gift.js';
import { GiftStore, giftChangePart } from './gift.store.js';
import { type GivenSlice, givenBackEntry, receivedParts, reversalOf, takenBackEntry } from './reversing.js';

export interface ReversalWish {
  readonly giftId: GiftId;
  readonly reason: string;
  /** Whether the receiver may be left with a debt for what was spent. */
  readonly mayOwe: boolean;
}

export async function reverseGift(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly wish: ReversalWish },
): Promise<EndGiftOutcome> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'reverseGift', input: wish }, async (transaction) => {
    const now = clock.now();
    const { gift, wallets } = await lockedGift(transaction, wish.giftId);
    const decided = decideReversal(wish.giftId, gift, now);
    if (!decided.ok) return decided;
    // What was received is with whoever has the receiver's points now, once all of it is there.
    await settleGift(transaction, decided.value, now);
    const { giver } = wallets as GiftWallets;
    const { receiverHolderId } = gift as KeptGift;
    const receiver = (await lockWallet(transaction, receiverHolderId)) as LockedWallet;
    const reversal = { giver, receiver, receiverHolderId, wish, now };
    await write(transaction, decided.value, reversal);
    await settleGift(transaction, decided.value, now);
    return ok({ giftId: wish.giftId });
  });
}

interface Reversing extends GiftWallets {
  /** Who has what was received. */
  readonly receiverHolderId: MemberId;
  readonly wish: ReversalWish;
  readonly now: Date;
}

async function write(
  transaction: Transaction,
  gift: Gift,
  { giver, receiver, receiverHolderId, wish, now }: Reversing,
): Promise<void> {
  const { reason, mayOwe } = wish;
  const slices = await givenSlices(transaction, gift, receiverHolderId);
  const newLotId = () => newId<LotId>();
  const reversal = reversalOf(slices, { lots: receiver.lots, mayOwe, now, newLotId });
  const facts = { gift, reversal, reason, now };
  const reversed: Gift = {
    ...gift,
    state: 'REVERSED',
    changedAt: now,
    returnedPoints: reversal.returned,
    owedPoints: reversal.owed,
    reversalReason: reason,
  };
  const isEmpty = reversal.back.length === 0;
  const taking = new Bind();
  const taken = { entryId: newId<EntryId>(), sequence: receiver.sequence };
  await runParts(transaction, taking, [
    giftChangePart(taking, reversed, 'ACCEPTED'),
    ...(isEmpty ? [] : entryParts(taking, takenBackEntry(taken, { ...facts, memberId: receiverHolderId }))),
    outboxPart(taking, [giftChanged(reversed, newId())]),
  ]);
  if (isEmpty) return;
  const giving = new Bind();
  const given = { entryId: newId<EntryId>(), sequence: await nextSequence(transaction) };
  await runParts(transaction, giving, entryParts(giving, givenBackEntry(given, { ...facts, giver })));
}

/** The slices of a gift with where each came from and where it is now; one that moved on in parts is several. */
async function givenSlices(
  transaction: Transaction,
  { id, receiverId }: Gift,
  holderId: MemberId,
): Promise<readonly GivenSlice[]> {
  const slices = await new GiftStore(transaction).receivedSlicesOf(id);
  const receivedIds = slices.map(({ receivedLotId }) => receivedLotId);
  const made = receiverId === holderId ? [] : await lotsMadeOf(transaction, receivedIds, holderId);
  const lots = await lotOrigins(transaction, [
    ...slices.map(({ lotId }) => lotId),
    ...receivedIds,
    ...made.map(({ lotId }) => lotId),
  ]);
  const lotOf = (lotId: LotId) => lots.get(lotId) as LotOrigin;
  return slices.flatMap(({ receivedLotId, ...slice }) => {
    const moved = made
      .filter(({ rootLotId }) => rootLotId === receivedLotId)
      .map(({ lotId }) => lotOf(lotId));
    return receivedParts({ ...slice, origin: lotOf(slice.lotId), received: lotOf(receivedLotId) }, moved);
  });
}
