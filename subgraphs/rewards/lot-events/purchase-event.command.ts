/**
 * The event that points of a purchase wait for: it came, such as a delivery, and their life begins; or it will not
 * come, and they are cancelled.
 */
import type { DataSource } from 'typeorm';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { PurchaseId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { partiesOfPurchase, soldPurchase } from '../returns/sold-purchase.query.js';
import { lifeFromEvent } from '../wallet-kinds/lot-life.js';
import { cancelLots } from './cancel-lots.command.js';
import { EndingLotStore } from './ending-lots.store.js';
import { activatedEvents, type EndingLot, tallyOf } from './lapsing.js';
import { alignBalances } from './move-expiries.command.js';
import { lockMembers, postEntries } from './post-entries.command.js';
import { decideWaiting, type EventRefusal, type EventRequest } from './waiting.js';

export interface EventTold {
  readonly purchaseId: PurchaseId;
  /** Of the shared currency. */
  readonly points: bigint;
}

export type PurchaseEventRefusal = EventRefusal | KeyReused;
type Outcome = Promise<Result<Replayable<EventTold>, PurchaseEventRefusal>>;

interface Dependencies {
  readonly database: DataSource;
  readonly clock: Clock;
}

interface Request {
  readonly caller: Caller;
  readonly key: string;
  readonly wish: EventRequest;
}

/** The event came: what waits is usable now. */
export function confirmPurchase({ database, clock }: Dependencies, { caller, key, wish }: Request): Outcome {
  const command = { caller, key, command: 'confirmPurchase', input: wish };
  return once(database, command, (transaction) => onWaiting(transaction, wish, clock.now(), activate));
}

/** The event will not come: what waits is cancelled now. */
export function cancelPurchasePoints(
  { database, clock }: Dependencies,
  { caller, key, wish }: Request,
): Outcome {
  const command = { caller, key, command: 'cancelPurchasePoints', input: wish };
  return once(database, command, (transaction) =>
    onWaiting(transaction, wish, clock.now(), async (_, lots, now) => {
      await cancelLots(transaction, lots, { rule: 'EVENT_CALLED_OFF', causeId: null, asOf: now, now });
    }),
  );
}

async function onWaiting(
  transaction: Transaction,
  wish: EventRequest,
  now: Date,
  act: (transaction: Transaction, lots: readonly EndingLot[], now: Date) => Promise<void>,
): Promise<Result<EventTold, EventRefusal>> {
  const { purchaseId } = wish;
  const parties = await partiesOfPurchase(transaction, purchaseId);
  // The lock first: a return or the night may be about to end the same lots.
  if (parties !== null) await lockMembers(transaction, [parties.memberId, parties.holderId]);
  const purchase = parties === null ? null : await soldPurchase(transaction, purchaseId);
  // A merge may have come first to the lock: then the points are with one who is not locked yet.
  if (purchase !== null) await lockMembers(transaction, [purchase.holderId]);
  const store = new EndingLotStore(transaction);
  const waiting = purchase === null ? [] : await store.waitingOf(purchaseId, now);
  const decided = decideWaiting(wish, purchase, waiting);
  if (!decided.ok) return decided;
  await act(transaction, decided.value, now);
  return ok({ purchaseId, points: tallyOf(decided.value).points });
}

async function activate(transaction: Transaction, lots: readonly EndingLot[], now: Date): Promise<void> {
  const memberIds = [...new Set(lots.map(({ memberId }) => memberId))].sort();
  const wallets = await rows<{ memberId: string; unit: string; lastRedeemedAt: Date | null }>(
    transaction,
    `select member_id as "memberId", unit, last_redeemed_at as "lastRedeemedAt" from wallet
     where member_id = any($1::uuid[])`,
    [memberIds],
  );
  const lives = lots.map((lot) => {
    const wallet = wallets.find(({ memberId, unit }) => memberId === lot.memberId && unit === lot.unit);
    const lastRedeemedAt = wallet?.lastRedeemedAt ?? null;
    return { id: lot.id, ...lifeFromEvent(lot, { activatesAt: now, lastRedeemedAt }) };
  });
  await rows(
    transaction,
    `update lot set activates_at = $1, expires_at = life.expires_at, own_expires_at = life.own_expires_at
     from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) as life (id, expires_at, own_expires_at)
     where lot.id = life.id`,
    [
      now,
      lives.map(({ id }) => id),
      lives.map((life) => life.expiresAt),
      lives.map((life) => life.ownExpiresAt),
    ],
  );
  for (const memberId of memberIds) await alignBalances(transaction, memberId, now);
  await postEntries(transaction, [], activatedEvents(lots, { at: now, newId }));
}
