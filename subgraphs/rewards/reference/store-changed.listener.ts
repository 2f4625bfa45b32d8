/** Hears of stores that open and change. */
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import { signalArrival } from './arrivals.command.js';
import { keepStore } from './keep-copies.command.js';

export function storeChanged(bus: EventBus): Listener<'partners.store-changed.1'> {
  return {
    type: 'partners.store-changed.1',
    hear: async (events, transaction) => {
      for (const { data } of events) await keepStore(transaction, data);
    },
    afterCommit: () => signalArrival(bus),
  };
}
