/** Reverses an accepted gift: what the receiver still has of it goes back, and the answer tells what is missing. */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { once } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryId, GiftId, LotId } from '../../../shared/values/ids.js';
import { ok } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { nextSequence } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import type { LotOrigin } from '../wallets/lot-origin.js';
import { lotOrigins } from '../wallets/lot-origins.query.js';
import { type EndGiftOutcome, type GiftWallets, lockedGift } from './end-gift.command.js';
import { decideReversal, type Gift, giftChanged } from './gift.js';
import { GiftStore, giftChangePart } from './gift.store.js';
import { type GivenSlice, givenBackEntry, reversalOf, takenBackEntry } from './reversing.js';

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
    await write(transaction, decided.value, { ...(wallets as GiftWallets), wish, now });
    return ok({ giftId: wish.giftId });
  });
}

async function write(
  transaction: Transaction,
  gift: Gift,
  { giver, receiver, wish, now }: GiftWallets & { readonly wish: ReversalWish; readonly now: Date },
): Promise<void> {
  const { reason, mayOwe } = wish;
  const slices = await givenSlices(transaction, gift.id);
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
    ...(isEmpty ? [] : entryParts(taking, takenBackEntry(taken, facts))),
    outboxPart(taking, [giftChanged(reversed, newId())]),
  ]);
  if (isEmpty) return;
  const giving = new Bind();
  const given = { entryId: newId<EntryId>(), sequence: await nextSequence(transaction) };
  await runParts(transaction, giving, entryParts(giving, givenBackEntry(given, { ...facts, giver })));
}

async function givenSlices(transaction: Transaction, giftId: GiftId): Promise<readonly GivenSlice[]> {
  const slices = await new GiftStore(transaction).receivedSlicesOf(giftId);
  const lots = await lotOrigins(
    transaction,
    slices.flatMap(({ lotId, receivedLotId }) => [lotId, receivedLotId]),
  );
  return slices.map(({ receivedLotId, ...slice }) => ({
    ...slice,
    origin: lots.get(slice.lotId) as LotOrigin,
    received: lots.get(receivedLotId) as LotOrigin,
  }));
}
