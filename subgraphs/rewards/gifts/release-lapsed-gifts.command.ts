/**
 * Lets go of offers whose time is over. Readers count them as lapsed already; this only tidies and tells.
 *
 * Each giver is a transaction of its own under the lock of the wallet, so an answer that races with it wins or loses
 * whole.
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
import { Bind } from '../ledger/bind.js';
import { slicesForDebt } from '../ledger/debt-payment.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { entryParts, lotChangesPart, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { letGo } from '../redemptions/hold.js';
import { type Gift, giftChanged } from './gift.js';
import { GiftStore, giftChangePart } from './gift.store.js';
import { freedEntry } from './gift-entries.js';

/** So many givers in one round: a round stays short and the next one follows at once. */
const GIVERS_MAX = 100;

/** Ends an offer without giving, under the lock of the giver's wallet: its points are free again, or pay a debt. */
export async function letGiftGo(
  transaction: Transaction,
  gift: Gift,
  end: {
    readonly state: 'DECLINED' | 'WITHDRAWN' | 'LAPSED';
    readonly giver: LockedWallet;
    readonly now: Date;
  },
): Promise<void> {
  const { state, giver, now } = end;
  const slices = await new GiftStore(transaction).slicesOf(gift.id);
  const paid = slicesForDebt(slices, giver, now);
  const changes = letGo(slices);
  const ended: Gift = { ...gift, state, changedAt: now };
  const name = { entryId: newId<EntryId>(), sequence: giver.sequence };
  const bind = new Bind();
  await runParts(transaction, bind, [
    giftChangePart(bind, ended, 'OFFERED'),
    ...(paid.length === 0
      ? [lotChangesPart(bind, changes)]
      : entryParts(bind, freedEntry(name, gift, { paid, changes, now }))),
    outboxPart(bind, [giftChanged(ended, newId())]),
  ]);
}

/** Releases the lapsed offers of one giver; the wallet stays locked only when there was one. */
export async function releaseLapsedGiftsOf(
  transaction: Transaction,
  giverId: MemberId,
  now: Date,
): Promise<void> {
  const store = new GiftStore(transaction);
  if ((await store.lapsedOf(giverId, now)).length === 0) return;
  await lockWallet(transaction, giverId);
  // Looked at again under the lock: another may have ended one of them meanwhile.
  for (const gift of await store.lapsedOf(giverId, now)) {
    // Read anew for each: the one before may have paid the debt.
    const giver = (await lockWallet(transaction, giverId)) as LockedWallet;
    await letGiftGo(transaction, gift, { state: 'LAPSED', giver, now });
  }
}

/**
 * Releases lapsed offers of some givers and tells how many givers there were.
 *
 * @throws AggregateError of those that failed, once the others are done
 */
export async function releaseLapsedGifts(database: DataSource, now: Date): Promise<number> {
  const givers = await new GiftStore(database.manager).giversWithLapsed(now, GIVERS_MAX);
  const faults: unknown[] = [];
  for (const giverId of givers) {
    try {
      await inTransaction(database, (transaction) => releaseLapsedGiftsOf(transaction, giverId, now));
    } catch (fault) {
      if (isDatabaseAway(fault)) throw fault;
      faults.push(fault);
    }
  }
  if (givers.length > 0) wakeRelayOf(database);
  if (faults.length > 0) throw new AggregateError(faults, 'lapsed gifts of some members stay for now');
  return givers.length;
}

const PAUSE_MS = 5_000;

/** Releases lapsed offers every few seconds, in one process of all that run this subgraph. */
export function startReleasingGifts({ database, bus, clock, log }: SubgraphDependencies): Stoppable {
  return bus.lead('rewards.release-lapsed-gifts', async (signal) => {
    while (!signal.aborted) {
      try {
        const released = await releaseLapsedGifts(database, clock.now());
        if (released === GIVERS_MAX) continue;
      } catch (fault) {
        log.error({ err: fault }, 'lapsed gifts could not be released; they count as lapsed all the same');
      }
      await pause(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  });
}
