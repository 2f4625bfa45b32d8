/** Hears, of the own subgraph, of holds that ended: what a merged member got back by it goes to the one who has her points. */
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { sweepMerged } from './keep-merge.command.js';

export function holdEnded(clock: Clock): Listener<'rewards.hold-changed.1'> {
  return {
    type: 'rewards.hold-changed.1',
    hear: async (events, transaction) => {
      const ended = events.filter(({ data }) => data.state !== 'HELD');
      if (ended.length === 0) return;
      await sweepMerged(
        transaction,
        ended.map(({ data }) => data.memberId),
        clock.now(),
      );
    },
  };
}
