/**
 * A hold: points of a member set aside for one redemption at one partner, for minutes, until it is captured or let
 * go.
 *
 * Its slices say of which lots, in the order in which they are spent: what was captured is always the first
 * `capturedPoints` of them. The state tells how a hold ended, `capturedPoints` what was spent before. An open hold
 * whose time is over counts as expired from that instant on, whether or not it was tidied away yet.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { AgreementId, HoldId, MemberId, PartnerId, StoreId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import type { LotChange } from '../ledger/entry.js';
import type { LotSlice } from '../ledger/lot.js';

export const holdStates = ['HELD', 'CAPTURED', 'VOIDED', 'EXPIRED'] as const;
export type HoldState = (typeof holdStates)[number];

export interface Hold {
  readonly id: HoldId;
  readonly memberId: MemberId;
  readonly partnerId: PartnerId;
  readonly storeId: StoreId;
  /** The receipt that it pays, when the till named it. */
  readonly receiptNumber: string | null;
  readonly points: Points;
  readonly capturedPoints: Points;
  readonly state: HoldState;
  readonly heldAt: Date;
  readonly expiresAt: Date;
  readonly changedAt: Date;
  readonly termsVersion: number;
  readonly agreementId: AgreementId;
}

/** The state of a hold at an instant. */
export function holdState(hold: Pick<Hold, 'state' | 'expiresAt'>, now: Date): HoldState {
  return hold.state === 'HELD' && hold.expiresAt <= now ? 'EXPIRED' : hold.state;
}

/** What of a hold can still be captured, or has to be let go. */
export function leftOf(slices: readonly LotSlice[], capturedPoints: Points): readonly LotSlice[] {
  return partBetween(slices, capturedPoints, null);
}

/** The part of each slice that lies between two marks on the points of all; to the end when there is no second. */
export function partBetween(
  slices: readonly LotSlice[],
  from: Points,
  to: Points | null,
): readonly LotSlice[] {
  let begin = 0n;
  return slices.flatMap((slice) => {
    const end = begin + slice.points;
    const first = begin > from ? begin : from;
    const last = to !== null && to < end ? to : end;
    begin = end;
    return last > first ? [{ ...slice, points: last - first }] : [];
  });
}

/** What setting slices aside does to their lots. */
export function setAside(slices: readonly LotSlice[]): readonly LotChange[] {
  return slices.map(({ lotId, points }) => ({ lotId, remaining: 0n, held: points }));
}

/** What letting the slices of a hold go does to their lots. */
export function letGo(slices: readonly LotSlice[]): readonly LotChange[] {
  return slices.map(({ lotId, points }) => ({ lotId, remaining: 0n, held: -points }));
}

/** What the other subgraphs are told of a hold, at each change of its state. */
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
