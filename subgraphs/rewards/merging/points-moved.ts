/**
 * The event of a move of points between two members: both are named, so that both are told of it at once.
 *
 * It follows the order of the one who gets them; what kinds of wallet other than the shared one moved is in the ledger.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { MovedUnit, MoveFacts } from '../ledger/moving.js';
import { POINTS_UNIT } from '../ledger/posting.js';

export function pointsMoved(
  units: readonly MovedUnit[],
  { from, to, kind, causeId, now }: Pick<MoveFacts, 'from' | 'to' | 'kind' | 'causeId' | 'now'>,
  eventId: string,
): DomainEvent<'rewards.points-moved.1'> {
  const lots = units.filter(({ unit }) => unit === POINTS_UNIT).flatMap((moved) => moved.lots);
  const points = lots.reduce((sum, lot) => sum + lot.points, 0n);
  const members = { fromMemberId: from.memberId, toMemberId: to.memberId };
  return {
    id: eventId,
    type: 'rewards.points-moved.1',
    key: to.memberId,
    occurredAt: now,
    data: { causeId, kind, ...members, points, movedAt: now },
  };
}
