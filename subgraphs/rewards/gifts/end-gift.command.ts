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
import { passOnFreedOf } from '../pooling/pass-on-freed.command.js';
import type { LotOrigin } from '../wallets/lot-origin.js';
import { lotOrigins } from '../wallets/lot-origins.query.js';
import {
  betweenHolders,
  decideEnd,
  type EndRefusal,
  type EndRequest,
  type Gift,
  giftChanged,
  type KeptGift,
} from './gift.js';
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

/**
 * Reads a gift under the locks of both wallets, and of those whom giver and receiver were merged into; nothing when
 * there is no such gift.
 */
export async function lockedGift(
  transaction: Transaction,
  giftId: GiftId,
): Promise<{ readonly gift: KeptGift | null; readonly wallets: GiftWallets | null }> {
  const store = new GiftStore(transaction);
  const known = await store.withId(giftId);
  if (known === null) return { gift: null, wallets: null };
  const { giverId, receiverId } = known;
  await lockInOrder(transaction, [giverId, receiverId, known.giverHolderId, known.receiverHolderId]);
  const wallets = {
    giver: (await lockWallet(transaction, giverId)) as LockedWallet,
    receiver: (await lockWallet(transaction, receiverId)) as LockedWallet,
  };
  return { gift: await store.withId(giftId), wallets };
}

/** What comes free or is received goes on to whoever has the points of the two now. */
export function settleGift(
  transaction: Transaction,
  { giverId, receiverId }: Gift,
  now: Date,
): Promise<void> {
  return passOnFreedOf(transaction, [giverId, receiverId], now);
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
    const decided = decideEnd(wish, gift === null ? null : betweenHolders(gift), { role: 'RECEIVER', now });
    if (!decided.ok) return decided;
    const ended = gift as KeptGift;
    const { giver, receiver } = wallets as GiftWallets;
    if (wish.accept) await hand(transaction, ended, { giver, receiver, now });
    else await letGiftGo(transaction, ended, { state: 'DECLINED', giver, now });
    await settleGift(transaction, ended, now);
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
    const decided = decideEnd(wish, gift === null ? null : betweenHolders(gift), { role: 'GIVER', now });
    if (!decided.ok) return decided;
    const ended = gift as KeptGift;
    const { giver } = wallets as GiftWallets;
    await letGiftGo(transaction, ended, { state: 'WITHDRAWN', giver, now });
    await settleGift(transaction, ended, now);
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
