/** Takes goods back: the purchase's own history decides what it gave, the wallet where it comes from. */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryId, PurchaseId, ReturnId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { cancelItemRewards } from '../item-rewards/cancel-item-rewards.command.js';
import { Bind } from '../ledger/bind.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { freePoints } from '../ledger/lot.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import type { OwnShare } from '../ledger/taking-back.js';
import { cancelOverdueOf } from '../lot-events/cancel-lots.command.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import { lapsedLots } from './lapsed-lots.query.js';
import { beforeLapse, type LapsedLot, outOfLapse } from './lapsed-points.js';
import { returnParts } from './return.store.js';
import { returnEntry, type TakenOfUnit } from './return-entry.js';
import { returnEvents } from './return-events.js';
import { moneyBack, type Taken, takeBackBy } from './return-policy.js';
import { decideReturn, type Returning, type ReturnRefusal, type ReturnRequest } from './returning.js';
import { memberOfPurchase, type SoldRecord, soldPurchase } from './sold-purchase.query.js';

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
    // The member's wallet is locked before the history is read, so two returns of one line follow one another.
    const memberId = await memberOfPurchase(transaction, purchaseId);
    if (memberId !== null) await releaseLapsedOf(transaction, memberId, now);
    if (memberId !== null) await cancelOverdueOf(transaction, memberId, now);
    const wallet = memberId === null ? null : await lockWallet(transaction, memberId);
    const purchase = wallet === null ? null : await soldPurchase(transaction, purchaseId);
    const returnedAt = wish.returnedAt ?? latest(now, purchase?.purchasedAt);
    const decided = decideReturn({ ...wish, returnedAt }, purchase, now);
    if (!decided.ok) return decided;
    const facts = {
      returning: decided.value,
      returnedAt,
      recordedBy: callerId(caller),
      now,
    };
    const written = await write(transaction, wallet as LockedWallet, {
      ...facts,
      purchase: purchase as SoldRecord,
    });
    return ok({ ...written, purchaseId, amountMinor: decided.value.amountMinor });
  });
}

/** The clock of the till that sold may run ahead of ours; what comes back at once came back no earlier than it went. */
function latest(now: Date, purchasedAt: Date = now): Date {
  return purchasedAt > now ? purchasedAt : now;
}

interface ReturnWrite {
  readonly purchase: SoldRecord;
  readonly returning: Returning;
  readonly returnedAt: Date;
  readonly recordedBy: string;
  readonly now: Date;
}

interface Written {
  readonly returnId: ReturnId;
  readonly points: bigint;
}

async function write(transaction: Transaction, wallet: LockedWallet, facts: ReturnWrite): Promise<Written> {
  const { taken, sequence } = await takenBack(transaction, wallet, facts);
  const points = taken.get(POINTS_UNIT)?.points ?? 0n;
  const money = moneyBack(facts.purchase, points);
  const returnId = newId<ReturnId>();
  const ids = { entryId: newId<EntryId>(), returnId, sequence };
  const entry = returnEntry({ ...facts, ...money, ids, taken });
  const recorded = { ...facts, ...money, returnId, taken, points, entry };
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...returnParts(bind, recorded),
    ...(entry === null ? [] : entryParts(bind, entry)),
    outboxPart(bind, returnEvents(recorded, newId)),
  ]);
  return { returnId, points };
}

interface AllTaken {
  readonly taken: ReadonlyMap<string, TakenOfUnit>;
  /** After every entry that the taking itself made. */
  readonly sequence: bigint;
}

/** Takes back what each unit gave; the lots of other units are read once the member is locked. */
async function takenBack(
  transaction: Transaction,
  main: LockedWallet,
  { purchase, returning, now }: ReturnWrite,
): Promise<AllTaken> {
  const taken = new Map<string, TakenOfUnit>();
  let { sequence } = main;
  for (const unit of new Set(returning.shares.map((share) => share.unit))) {
    const own = returning.shares.filter((share) => share.unit === unit);
    const policy = purchase.units.get(unit)?.policy ?? 'UNLIMITED';
    const lock = () => lockWallet(transaction, purchase.memberId, unit) as Promise<LockedWallet>;
    let wallet = unit === POINTS_UNIT ? main : await lock();
    const lapsed = await lapsedOf(transaction, wallet, { own, purchase, now });
    const takeBackOf = ({ lots, debt }: LockedWallet): Taken =>
      takeBackBy(policy, { lots: beforeLapse(lots, lapsed), debt, own }, now);
    let back = takeBackOf(wallet);
    const missing = back.debt + back.letOff;
    // Units that became an item nobody took yet come back first; only one that was taken leaves a debt.
    if (unit !== POINTS_UNIT && missing > 0n && policy !== 'ONLY_PENDING') {
      await cancelItemRewards(transaction, { memberId: purchase.memberId, unit, missing, now });
      wallet = await lock();
      back = takeBackOf(wallet);
    }
    taken.set(unit, { ...back, outOfLapse: outOfLapse(back.slices, lapsed) });
    sequence = wallet.sequence > sequence ? wallet.sequence : sequence;
  }
  return { taken, sequence };
}

/** What of the purchase's own lots is written down as lapsed; asked only where they no longer have what goes back. */
async function lapsedOf(
  transaction: Transaction,
  { lots }: LockedWallet,
  { own, purchase, now }: Pick<ReturnWrite, 'purchase' | 'now'> & { readonly own: readonly OwnShare[] },
): Promise<readonly LapsedLot[]> {
  const short = own.filter(({ lotId, points }) => {
    const lot = lots.find(({ id }) => id === lotId);
    return lot === undefined || freePoints(lot) < points;
  });
  if (short.length === 0) return [];
  const lotIds = own.map(({ lotId }) => lotId);
  return lapsedLots(transaction, purchase.memberId, { lotIds, now });
}
