/**
 * Lets go of holds whose time is over. Readers count them as expired already; this only tidies and tells.
 *
 * Each member is a transaction of its own under the lock of the wallet, so a capture that races with it wins or
 * loses whole.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Stoppable } from '../../../shared/platform/bus/event-bus.js';
import { isDatabaseAway } from '../../../shared/platform/database/database-away.js';
import { inTransaction, type Transaction } from '../../../shared/platform/database/transaction.js';
import { wakeRelayOf } from '../../../shared/platform/outbox/outbox-wake.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { SubgraphDependencies } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryId, MemberId } from '../../../shared/values/ids.js';
import { releaseLapsedGiftsOf } from '../gifts/release-lapsed-gifts.command.js';
import { Bind } from '../ledger/bind.js';
import { debtPaymentEntry, lessPaid, slicesForDebt } from '../ledger/debt-payment.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import type { LotSlice } from '../ledger/lot.js';
import { entryParts, lotChangesPart, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { lapsedOf } from '../lot-events/lapsed-promises.query.js';
import { type Hold, holdChanged, letGo } from './hold.js';
import { HoldStore, holdChangePart } from './hold.store.js';

/** So many members in one round: a round stays short and the next one follows at once. */
const MEMBERS_MAX = 100;

/**
 * Ends a hold without spending what is left of it, under the lock of the wallet: those points are free again, or pay
 * the member's debt. What was captured stays captured.
 */
export async function letHoldGo(
  transaction: Transaction,
  hold: Hold,
  end: {
    readonly state: 'VOIDED' | 'EXPIRED';
    /** What is left of the hold. */
    readonly slices: readonly LotSlice[];
    readonly wallet: LockedWallet;
    readonly now: Date;
  },
): Promise<void> {
  const { state, slices, wallet, now } = end;
  const paid = slicesForDebt(slices, wallet, now);
  const changes = lessPaid(letGo(slices), paid);
  const ids = { entryId: newId<EntryId>(), sequence: wallet.sequence };
  const changed: Hold = { ...hold, state, changedAt: now };
  const bind = new Bind();
  await runParts(transaction, bind, [
    holdChangePart(bind, changed),
    ...(paid.length === 0
      ? [lotChangesPart(bind, changes)]
      : entryParts(bind, debtPaymentEntry({ ids, hold, paid, changes, now }))),
    outboxPart(bind, [holdChanged(changed, newId())]),
  ]);
}

/** Releases the lapsed holds and offers of one member; the wallet stays locked only when there was one. */
export async function releaseLapsedOf(
  transaction: Transaction,
  memberId: MemberId,
  now: Date,
): Promise<void> {
  const { hasOffers, hasHolds } = await lapsedOf(transaction, memberId, now);
  if (hasOffers) await releaseLapsedGiftsOf(transaction, memberId, now);
  if (!hasHolds) return;
  const store = new HoldStore(transaction);
  await lockWallet(transaction, memberId);
  // Looked at again under the lock: another may have ended one of them meanwhile.
  for (const { hold, slices } of await store.lapsedOf(memberId, now)) {
    // Read anew for each: the one before may have paid the debt.
    const wallet = (await lockWallet(transaction, memberId)) as LockedWallet;
    await letHoldGo(transaction, hold, { state: 'EXPIRED', slices, wallet, now });
  }
}

/**
 * Releases lapsed holds of some members and tells how many members there were.
 *
 * A wallet that is busy, or that cannot be mended, keeps nobody else's holds from being released.
 *
 * @throws AggregateError of those that failed, once the others are done
 */
export async function releaseLapsedHolds(database: DataSource, now: Date): Promise<number> {
  const members = await new HoldStore(database.manager).membersWithLapsed(now, MEMBERS_MAX);
  const faults: unknown[] = [];
  for (const memberId of members) {
    try {
      await inTransaction(database, (transaction) => releaseLapsedOf(transaction, memberId, now));
    } catch (fault) {
      if (isDatabaseAway(fault)) throw fault;
      faults.push(fault);
    }
  }
  if (members.length > 0) wakeRelayOf(database);
  if (faults.length > 0) throw new AggregateError(faults, 'lapsed holds of some members stay for now');
  return members.length;
}

const PAUSE_MS = 5_000;

/** Releases lapsed holds every few seconds, in one process of all that run this subgraph. */
export function startReleasing({ database, bus, clock, log }: SubgraphDependencies): Stoppable {
  return bus.lead('rewards.release-lapsed-holds', async (signal) => {
    while (!signal.aborted) {
      try {
        const released = await releaseLapsedHolds(database, clock.now());
        if (released === MEMBERS_MAX) continue;
      } catch (fault) {
        log.error({ err: fault }, 'lapsed holds could not be released; they count as expired all the same');
      }
      await pause(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  });
}
