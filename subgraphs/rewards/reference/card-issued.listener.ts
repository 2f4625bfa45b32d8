/** Hears of new cards: from now on every till can find their member. */
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import { signalArrival } from './arrivals.command.js';
import { keepCards } from './keep-copies.command.js';

export function cardIssued(bus: EventBus): Listener<'members.card-issued.1'> {
  return {
    type: 'members.card-issued.1',
    hear: (events, transaction) =>
      keepCards(
        transaction,
        events.map((event) => event.data),
      ),
    afterCommit: () => signalArrival(bus),
  };
}
