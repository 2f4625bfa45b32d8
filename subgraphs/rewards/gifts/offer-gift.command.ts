/**
 * Offers points to another member and sets them aside. Both wallets are locked, so that neither the giver's limits nor
 * the receiver's can be passed by gifts that come at once.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { GiftId, MemberId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { giftTermsInForce } from '../gift-terms/gift-terms.query.js';
import { Bind } from '../ledger/bind.js';
import { type LockedWallet, lockInOrder, lockWallet } from '../ledger/lock-wallet.command.js';
import { lotChangesPart, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { termsInForce } from '../programme/terms.query.js';
import { setAside } from '../redemptions/hold.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { findMember } from '../reference/parties.query.js';
import { checkedOwnSpend } from '../safety/check-spend.command.js';
import type { OwnSpendRefusal } from '../safety/spend-safety.js';
import { dayOf, firstDayOf, startOfDay } from '../wallet-kinds/calendar-days.js';
import { type Gift, giftChanged } from './gift.js';
import { GiftStore, giftParts } from './gift.store.js';
import { decideOffer, type Offering, type OfferRefusal, type OfferRequest } from './offering.js';

export interface GiftDependencies {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
}

export type OfferGiftRefusal = OfferRefusal | OwnSpendRefusal | KeyReused;

interface GiftNamed {
  readonly giftId: GiftId;
}

export async function offerGift(
  { database, clock, arrivals }: GiftDependencies,
  request: { readonly caller: Caller; readonly key: string; readonly wish: OfferRequest },
): Promise<Result<Replayable<GiftNamed>, OfferGiftRefusal>> {
  const { caller, key, wish } = request;
  const command = { caller, key, command: 'offerGift', input: wish };
  return arrivals.orArrived<Replayable<GiftNamed>, OfferGiftRefusal>(() =>
    once<GiftNamed, OfferRefusal | OwnSpendRefusal>(database, command, async (transaction) => {
      const now = clock.now();
      const receiverId = await findMember(transaction, wish.receiver);
      const { timeZone, version: termsVersion } = await termsInForce(transaction);
      const terms = await giftTermsInForce(transaction);
      const giver = await lockedGiver(transaction, { giverId: wish.giverId, receiverId }, now);
      const given = await givenSoFar(transaction, { giverId: wish.giverId, receiverId }, { timeZone, now });
      const decided = decideOffer(wish, { giver, receiverId, terms, given, now });
      if (!decided.ok) return decided;
      const own = { memberId: wish.giverId, points: wish.points, sentBy: callerId(caller), key };
      const safe = await checkedOwnSpend(transaction, own, now);
      if (!safe.ok) return safe;
      const gift = offered(wish, decided.value, { termsVersion, giftTermsVersion: terms.version, now });
      await write(transaction, gift, decided.value);
      return ok({ giftId: gift.id });
    }),
  );
}

interface Between {
  readonly giverId: MemberId;
  readonly receiverId: MemberId | null;
}

/** Locks both wallets and gives the giver's, what has lapsed in it let go. */
async function lockedGiver(
  transaction: Transaction,
  { giverId, receiverId }: Between,
  now: Date,
): Promise<LockedWallet | null> {
  await lockInOrder(transaction, receiverId === null ? [giverId] : [giverId, receiverId]);
  await releaseLapsedOf(transaction, giverId, now);
  return lockWallet(transaction, giverId);
}

function givenSoFar(
  transaction: Transaction,
  between: Between,
  { timeZone, now }: { readonly timeZone: string; readonly now: Date },
) {
  const today = dayOf(now, timeZone);
  const day = startOfDay(today, timeZone);
  const month = startOfDay(firstDayOf('MONTH', today), timeZone);
  return new GiftStore(transaction).givenSoFar(between, { day, month, now });
}

function offered(
  { giverId, points, message }: OfferRequest,
  { receiverId, lapsesAt, soonestExpiry }: Offering,
  {
    now,
    ...versions
  }: { readonly termsVersion: number; readonly giftTermsVersion: number; readonly now: Date },
): Gift {
  return {
    id: newId<GiftId>(),
    giverId,
    receiverId,
    points,
    message,
    state: 'OFFERED',
    offeredAt: now,
    lapsesAt,
    soonestExpiry,
    changedAt: now,
    ...versions,
    returnedPoints: 0n,
    owedPoints: 0n,
    reversalReason: null,
  };
}

async function write(transaction: Transaction, gift: Gift, { slices }: Offering): Promise<void> {
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...giftParts(bind, gift, slices),
    lotChangesPart(bind, setAside(slices)),
    outboxPart(bind, [giftChanged(gift, newId())]),
  ]);
}
