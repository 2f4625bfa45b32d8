/**
 * Hears purchases and returns and counts them on every board.
 *
 * Followers are told once the scores are durable, by the id of the board alone: whoever shows it reads it anew.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import type { LeaderboardId } from '../../../shared/values/ids.js';
import { factOfPurchase, factOfReturn, type GameFact } from '../history/game-fact.js';
import { LEADERBOARD_SIGNAL } from './changed-signal.js';
import { countFacts } from './count-facts.command.js';

export function purchaseListeners(
  bus: Pick<EventBus, 'signal'>,
): readonly [Listener<'rewards.purchase-recorded.1'>, Listener<'rewards.purchase-returned.1'>] {
  // A transaction that is rolled back leaves its boards here: they are woken once for nothing, and nothing is pushed.
  const changed = new Set<LeaderboardId>();

  const count = async (facts: readonly GameFact[], transaction: Transaction): Promise<void> => {
    for (const id of await countFacts(transaction, facts)) changed.add(id);
  };
  const afterCommit = async (): Promise<void> => {
    const ids = [...changed];
    changed.clear();
    await Promise.all(ids.map((id) => bus.signal(LEADERBOARD_SIGNAL, id)));
  };
  return [
    {
      type: 'rewards.purchase-recorded.1',
      hear: (events: readonly DomainEvent<'rewards.purchase-recorded.1'>[], transaction) =>
        count(events.map(factOfPurchase), transaction),
      afterCommit,
    },
    {
      type: 'rewards.purchase-returned.1',
      hear: (events: readonly DomainEvent<'rewards.purchase-returned.1'>[], transaction) =>
        count(events.map(factOfReturn), transaction),
      afterCommit,
    },
  ];
}
