/**
 * Follows what this subgraph itself told: passes on points that came free, writes the notices of its members, then says
 * whose wallets changed.
 *
 * One place for every way in which a wallet changes: whoever posts an entry or changes a hold tells an event that
 * names its member or its entry, and here all of them arrive, after their commit, whichever process wrote them. The
 * same for the running totals of causes.
 * Notices follow from the ledger and not from the payloads, so events may come twice and in any order.
 */
import type { Stoppable } from '../../../shared/platform/bus/event-bus.js';
import { inTransaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { SubgraphDependencies } from '../../../shared/platform/runtime/subgraph.js';
import type { NoticeId } from '../../../shared/values/ids.js';
import { CAUSE_SIGNAL, signalsOf, WALLET_SIGNAL } from '../live/wallet-signal.js';
import { passOnFreed } from '../pooling/pass-on-freed.command.js';
import { noticeOf } from './notice.js';
import { NoticeStore } from './notice.store.js';
import { causesOf, toldOf } from './told-members.js';

type FollowDependencies = Pick<SubgraphDependencies, 'database' | 'bus' | 'clock' | 'log'>;

/** As many as one signal names: a batch is one statement to the bus where nothing else is to do. */
const BATCH_MAX = 200;

export function followOwnEvents({ database, bus, clock, log }: FollowDependencies): Stoppable {
  return bus.consume({
    topic: 'rewards.events',
    group: 'rewards',
    batchMax: BATCH_MAX,
    handle: async (events) => {
      await passOnFreed(database, events, clock.now());
      const { memberIds, entryIds } = toldOf(events);
      const changed = await inTransaction(database, async (transaction) => {
        const store = new NoticeStore(transaction);
        const members = [...new Set([...memberIds, ...(await store.membersOf(entryIds))])];
        const untold = members.length === 0 ? [] : await store.untold(members);
        await store.add(
          untold.map((effect) => ({
            ...effect,
            ...noticeOf(effect),
            id: newId<NoticeId>(),
            entrySequence: effect.sequence,
            noticedAt: clock.now(),
          })),
        );
        return members;
      });
      // A signal that is lost costs a follower seconds and nobody anything else: notices do not wait for it.
      const signalled = [
        ...signalsOf(changed).map((text) => bus.signal(WALLET_SIGNAL, text)),
        ...signalsOf(causesOf(events)).map((text) => bus.signal(CAUSE_SIGNAL, text)),
      ];
      await Promise.all(signalled).catch((fault: unknown) =>
        log.warn({ err: fault }, 'followers of wallets and causes could not be woken'),
      );
    },
  });
}
