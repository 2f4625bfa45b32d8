/** Hears of terms signed with partners: what purchases earn and redemptions bring is decided by them. */
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import { signalArrival } from './arrivals.command.js';
import { keepAgreement } from './keep-copies.command.js';

export function agreementSigned(bus: EventBus): Listener<'partners.agreement-signed.1'> {
  return {
    type: 'partners.agreement-signed.1',
    hear: async (events, transaction) => {
      for (const { data } of events) await keepAgreement(transaction, data);
    },
    afterCommit: () => signalArrival(bus),
  };
}
