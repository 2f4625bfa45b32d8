/** Hears of partners that come, change and leave. */
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import { signalArrival } from './arrivals.command.js';
import { keepPartner } from './keep-copies.command.js';

export function partnerChanged(bus: EventBus): Listener<'partners.partner-changed.1'> {
  return {
    type: 'partners.partner-changed.1',
    hear: async (events, transaction) => {
      for (const { data } of events) await keepPartner(transaction, data);
    },
    afterCommit: () => signalArrival(bus),
  };
}
