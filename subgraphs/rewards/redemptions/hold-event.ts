/** What the other subgraphs are told of a hold, at each change of its state. */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { Hold } from './hold.js';

export function holdChanged(hold: Hold, eventId: string): DomainEvent<'rewards.hold-changed.1'> {
  const { id: holdId, memberId, partnerId, storeId, state, points, capturedPoints, changedAt } = hold;
  return {
    id: eventId,
    type: 'rewards.hold-changed.1',
    key: memberId,
    occurredAt: changedAt,
    data: { holdId, memberId, partnerId, storeId, state, heldPoints: points, capturedPoints, changedAt },
  };
}
