/** Hears of new members: from now on they can earn, and have a wallet. */
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import { signalArrival } from './arrivals.command.js';
import { keepMembers } from './keep-copies.command.js';

export function memberEnrolled(bus: EventBus): Listener<'members.member-enrolled.1'> {
  return {
    type: 'members.member-enrolled.1',
    hear: (events, transaction) =>
      keepMembers(
        transaction,
        events.map((event) => event.data),
      ),
    afterCommit: () => signalArrival(bus),
  };
}
