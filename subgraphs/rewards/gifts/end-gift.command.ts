/**
 * Ends an offer: accepted, declined or withdrawn. Both wallets are locked in the order of their members' ids, and the
 * offer is read under the locks: of two answers at once the first one counts.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryId, GiftId, LotId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { type LockedWallet, lockInOrder, lockWallet, nextSequence } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import type { LotOrigin } from '../wallets/lot-origin.js';
import { lotOrigins } from '../wallets/lot-origins.query.js';
import { decideEnd, type EndRefusal, type EndRequest, type Gift, giftChanged } from './gift.js';
import { GiftStore, giftChangePart, giftLotsPart } from './gift.store.js';
import { receivedEntry, sentEntry } from './gift-entries.js';
import { letGiftGo } from './release-lapsed-gifts.command.js';

export type EndGiftRefusal = EndRefusal | KeyReused;
export type EndGiftOutcome = Result<Replayable<{ giftId: GiftId }>, EndGiftRefusal>;

interface Ending {
  readonly database: DataSource;
  readonly clock: Clock;
}

export interface GiftWallets {
  readonly giver: LockedWallet;
  readonly receiver: LockedWallet;
}

/** Reads a gift under the locks of both wallets; nothing when there is no such gift. */
export async function lockedGift(
  transaction: Transaction,
  giftId: GiftId,
): Promise<{ readonly gift: Gift | null; readonly wallets: GiftWallets | null }> {
  const store = new GiftStore(transaction);
  const known = await store.withId(giftId);
  if (known === null) return { gift: null, wallets: null };
  const { giverId, receiverId } = known;
  await lockInOrder(transaction, [giverId, receiverId]);
  const wallets = {
    giver: (await lockWallet(transaction, giverId)) as LockedWallet,
    receiver: (await lockWallet(transaction, receiverId)) as LockedWallet,
  };
  return { gift: await store.withId(giftId), wallets };
}

/** Accepts or declines an offer, for the receiver. */
export async function answerGift(
  { database, clock }: Ending,
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly wish: EndRequest & { readonly accept: boolean };
  },
): Promise<EndGiftOutcome> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'answerGift', input: wish }, async (transaction) => {
    const now = clock.now();
    const { gift, wallets } = await lockedGift(transaction, wish.giftId);
    const decided = decideEnd(wish, gift, { role: 'RECEIVER', now });
    if (!decided.ok) return decided;
    const { giver, receiver } = wallets as GiftWallets;
    if (wish.accept) await hand(transaction, decided.value, { giver, receiver, now });
    else await letGiftGo(transaction, decided.value, { state: 'DECLINED', giver, now });
    return ok({ giftId: wish.giftId });
  });
}

/** Withdraws an offer, for the giver. */
export async function withdrawGift(
  { database, clock }: Ending,
  request: { readonly caller: Caller; readonly key: string; readonly wish: EndRequest },
): Promise<EndGiftOutcome> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'withdrawGift', input: wish }, async (transaction) => {
    const now = clock.now();
    const { gift, wallets } = await lockedGift(transaction, wish.giftId);
    const decided = decideEnd(wish, gift, { role: 'GIVER', now });
    if (!decided.ok) return decided;
    const { giver } = wallets as GiftWallets;
    await letGiftGo(transaction, decided.value, { state: 'WITHDRAWN', giver, now });
    return ok({ giftId: wish.giftId });
  });
}

/** The points leave the giver and reach the receiver: two entries in one transaction. */
async function hand(
  transaction: Transaction,
  gift: Gift,
  { giver, receiver, now }: GiftWallets & { readonly now: Date },
): Promise<void> {
  const slices = await new GiftStore(transaction).slicesOf(gift.id);
  const origins = await lotOrigins(
    transaction,
    slices.map(({ lotId }) => lotId),
  );
  const given = slices.map((slice) => ({
    ...slice,
    newLotId: newId<LotId>(),
    origin: origins.get(slice.lotId) as LotOrigin,
  }));
  const sent = sentEntry({ entryId: newId<EntryId>(), sequence: giver.sequence }, gift, { slices, now });
  const name = { entryId: newId<EntryId>(), sequence: await nextSequence(transaction) };
  const received = receivedEntry(name, gift, { slices: given, debt: receiver.debt, now });
  const accepted: Gift = { ...gift, state: 'ACCEPTED', changedAt: now };
  const giving = new Bind();
  await runParts(transaction, giving, [
    giftChangePart(giving, accepted, 'OFFERED'),
    ...entryParts(giving, sent),
    outboxPart(giving, [giftChanged(accepted, newId())]),
  ]);
  const receiving = new Bind();
  const lots = given.map(({ newLotId: lotId }, at) => ({ position: at + 1, lotId }));
  await runParts(transaction, receiving, [
    ...entryParts(receiving, received),
    giftLotsPart(receiving, gift.id, lots),
  ]);
}
