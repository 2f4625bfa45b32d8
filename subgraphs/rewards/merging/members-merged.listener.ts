/** Hears that two members became one, or are two again: their points follow. */
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { signalArrival } from '../reference/arrivals.command.js';
import { keepMerge, undoMerge } from './keep-merge.command.js';

export function membersMerged(bus: EventBus, clock: Clock): Listener<'members.members-merged.1'> {
  return {
    type: 'members.members-merged.1',
    hear: async (events, transaction) => {
      for (const { data } of events) await keepMerge(transaction, data, clock.now());
    },
    afterCommit: () => signalArrival(bus),
  };
}

export function membersUnmerged(bus: EventBus, clock: Clock): Listener<'members.members-unmerged.1'> {
  return {
    type: 'members.members-unmerged.1',
    hear: async (events, transaction) => {
      for (const { data } of events) await undoMerge(transaction, data, clock.now());
    },
    afterCommit: () => signalArrival(bus),
  };
}
