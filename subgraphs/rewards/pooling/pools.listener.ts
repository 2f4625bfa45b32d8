/** Hears who pools points with whom, and who buys for a firm. */
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import { signalArrival } from '../reference/arrivals.command.js';
import { keepBuyer, keepHousehold } from './keep-pools.command.js';

export function householdChanged(bus: EventBus): Listener<'members.household-changed.1'> {
  return {
    type: 'members.household-changed.1',
    hear: async (events, transaction) => {
      for (const { data } of events) await keepHousehold(transaction, data);
    },
    afterCommit: () => signalArrival(bus),
  };
}

export function buyerChanged(bus: EventBus): Listener<'members.buyer-changed.1'> {
  return {
    type: 'members.buyer-changed.1',
    hear: async (events, transaction) => {
      for (const { data } of events) await keepBuyer(transaction, data);
    },
    afterCommit: () => signalArrival(bus),
  };
}
