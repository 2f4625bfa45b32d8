/** Takes goods back: the purchase's own history decides what it gave, the wallet where it comes from. */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryId, PurchaseId, ReturnId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { type LockedWallet, lockInOrder, lockWallet, nextSequence } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import { cancelOverdueOf } from '../lot-events/cancel-lots.command.js';
import { passOnFreedOf } from '../pooling/pass-on-freed.command.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import { returnParts } from './return.store.js';
import { returnEntry } from './return-entry.js';
import { returnEvents } from './return-events.js';
import { moneyBack, type Taken } from './return-policy.js';
import { decideReturn, type Returning, type ReturnRefusal, type ReturnRequest } from './returning.js';
import {
  type PurchaseParties,
  partiesOfPurchase,
  type SoldRecord,
  soldPurchase,
} from './sold-purchase.query.js';
import { type AllTaken, takenBack } from './take-back.command.js';

export interface PurchaseReturned {
  readonly returnId: ReturnId;
  readonly purchaseId: PurchaseId;
  readonly points: bigint;
  readonly amountMinor: bigint;
}

/** A return whose instant may be left to the clock; the key's hash is of what was sent. */
export type ReturnWish = Omit<ReturnRequest, 'returnedAt'> & { readonly returnedAt: Date | null };

export type ReturnPurchaseRefusal = ReturnRefusal | KeyReused;

export async function returnPurchase(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly wish: ReturnWish },
): Promise<Result<Replayable<PurchaseReturned>, ReturnPurchaseRefusal>> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'returnPurchase', input: wish }, async (transaction) => {
    const now = clock.now();
    const { purchaseId } = wish;
    const found = await lockedBuying(transaction, purchaseId, now);
    const purchase = found?.purchase ?? null;
    const returnedAt = wish.returnedAt ?? latest(now, purchase?.purchasedAt);
    const decided = decideReturn({ ...askedBy(wish, purchase), returnedAt }, purchase, now);
    if (!decided.ok) return decided;
    const facts = {
      returning: decided.value,
      returnedAt,
      recordedBy: callerId(caller),
      now,
    };
    const written = await write(transaction, { ...facts, ...(found as LockedBuying) });
    return ok({ ...written, purchaseId, amountMinor: decided.value.amountMinor });
  });
}

interface LockedBuying {
  readonly purchase: SoldRecord;
  /** Of whoever has its points now. */
  readonly wallet: LockedWallet;
}

/** Locks before the history is read, so two returns of one line follow one another. Null: no such purchase. */
async function lockedBuying(
  transaction: Transaction,
  purchaseId: PurchaseId,
  now: Date,
): Promise<LockedBuying | null> {
  let parties = await partiesOfPurchase(transaction, purchaseId);
  while (parties !== null) {
    const { memberId, holderId } = parties;
    if (holderId !== memberId) await settleBuyer(transaction, parties, now);
    await releaseLapsedOf(transaction, holderId, now);
    await cancelOverdueOf(transaction, holderId, now);
    const wallet = await lockWallet(transaction, holderId);
    const purchase = wallet === null ? null : await soldPurchase(transaction, purchaseId);
    if (wallet === null || purchase === null) return null;
    if (purchase.holderId === holderId) return { purchase, wallet };
    // A merge, or its undoing, came first to the lock: the points are somebody else's by now.
    parties = purchase;
  }
  return null;
}

/** What a merged buyer got back meanwhile goes where her points are, before they are looked for there. */
async function settleBuyer(
  transaction: Transaction,
  { memberId, holderId }: PurchaseParties,
  now: Date,
): Promise<void> {
  await lockInOrder(transaction, [memberId, holderId]);
  await releaseLapsedOf(transaction, memberId, now);
  await passOnFreedOf(transaction, [memberId], now);
}

/** The till may name her who bought, or the one whom she was merged into: to it they are one. */
function askedBy(wish: ReturnWish, purchase: SoldRecord | null): ReturnWish {
  return purchase !== null && wish.memberId === purchase.holderId
    ? { ...wish, memberId: purchase.memberId }
    : wish;
}

/** The clock of the till that sold may run ahead of ours; what comes back at once came back no earlier than it went. */
function latest(now: Date, purchasedAt: Date = now): Date {
  return purchasedAt > now ? purchasedAt : now;
}

interface ReturnWrite extends LockedBuying {
  readonly returning: Returning;
  readonly returnedAt: Date;
  readonly recordedBy: string;
  readonly now: Date;
}

interface Written {
  readonly returnId: ReturnId;
  readonly points: bigint;
}

async function write(transaction: Transaction, facts: ReturnWrite): Promise<Written> {
  const { purchase, wallet } = facts;
  const { taken, lapsedAtBuyer, sequence } = await takenBack(transaction, wallet, facts);
  const all = together(taken, lapsedAtBuyer);
  const points = all.get(POINTS_UNIT)?.points ?? 0n;
  const money = moneyBack(purchase, points);
  const returnId = newId<ReturnId>();
  const main = { memberId: purchase.holderId, taken, ids: { entryId: newId<EntryId>(), returnId, sequence } };
  // The money goes back once, whichever of the two entries takes the points back.
  const entry = returnEntry({ ...facts, ...money, ...main });
  const recorded = { ...facts, ...money, returnId, taken: all, points, entry };
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...returnParts(bind, recorded),
    ...(entry === null ? [] : entryParts(bind, entry)),
    outboxPart(bind, returnEvents(recorded, newId)),
  ]);
  if (lapsedAtBuyer.size > 0) await writeLapsed(transaction, { ...facts, returnId, taken: lapsedAtBuyer });
  return { returnId, points };
}

async function writeLapsed(
  transaction: Transaction,
  facts: ReturnWrite & Pick<AllTaken, 'taken'> & { readonly returnId: ReturnId },
): Promise<void> {
  const sequence = await nextSequence(transaction);
  const ids = { entryId: newId<EntryId>(), returnId: facts.returnId, sequence };
  const { memberId } = facts.purchase;
  const entry = returnEntry({ ...facts, ids, memberId, fundingMinor: 0n, feeMinor: 0n });
  if (entry === null) return;
  const bind = new Bind();
  await runParts(transaction, bind, entryParts(bind, entry));
}

/** What is taken back of each unit, wherever it was. */
function together(
  taken: AllTaken['taken'],
  lapsedAtBuyer: AllTaken['lapsedAtBuyer'],
): ReadonlyMap<string, Taken> {
  return new Map(
    [...taken].map(([unit, back]) => {
      const { asked = 0n, points = 0n } = lapsedAtBuyer.get(unit) ?? {};
      return [unit, { ...back, asked: back.asked + asked, points: back.points + points }];
    }),
  );
}
