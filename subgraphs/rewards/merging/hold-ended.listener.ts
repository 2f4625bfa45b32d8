/**
 * Hears, of the own subgraph, of holds that ended: what was drawn for one and not spent goes back to the household, and
 * what a merged member got back by it to the one who has her points.
 */
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { giveBackDraws } from '../pooling/draw-points.command.js';
import { sweepMerged } from './keep-merge.command.js';

export function holdEnded(clock: Clock): Listener<'rewards.hold-changed.1'> {
  return {
    type: 'rewards.hold-changed.1',
    hear: async (events, transaction) => {
      const ended = events.filter(({ data }) => data.state !== 'HELD');
      if (ended.length === 0) return;
      const memberIds = ended.map(({ data }) => data.memberId);
      await giveBackDraws(transaction, memberIds, clock.now());
      await sweepMerged(transaction, memberIds, clock.now());
    },
  };
}
