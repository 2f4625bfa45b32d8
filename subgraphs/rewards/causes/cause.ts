/**
 * A cause: something good that members give points to, behind which stands a partner that receives the money.
 *
 * The partner is the charity, or whoever collects for it: a donation is settled with it exactly like a capture.
 */
import type { CauseId, PartnerId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { PointsNotPositive } from '../redemptions/holding.js';
import { agreementOfParty, type PartnerFacts, type PartyRefusal } from '../reference/party.js';

export interface Cause {
  readonly id: CauseId;
  readonly name: string;
  readonly description: string;
  readonly partnerId: PartnerId;
  readonly goalPoints: Points | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

export interface CauseNotFound {
  readonly kind: 'CauseNotFound';
  readonly causeId: CauseId;
}
export interface CauseClosed {
  readonly kind: 'CauseClosed';
  readonly causeId: CauseId;
  readonly closedAt: Date;
}

export interface CauseWish {
  readonly name: string;
  readonly description: string;
  readonly partnerId: PartnerId;
  readonly goalPoints: Points | null;
}

export type OpenCauseRefusal = PointsNotPositive | PartyRefusal;

/** A cause opens when its partner could receive a donation at that instant. */
export function decideOpening(
  wish: CauseWish,
  partner: PartnerFacts | null,
  now: Date,
): Result<CauseWish, OpenCauseRefusal> {
  const { goalPoints, partnerId } = wish;
  if (goalPoints !== null && goalPoints <= 0n)
    return refused({ kind: 'PointsNotPositive', points: goalPoints });
  const agreed = agreementOfParty({ partnerId, act: 'BURN', at: now }, partner);
  return agreed.ok ? ok(wish) : agreed;
}

/** Gives the cause if it is there and takes donations. */
export function openCauseOf(
  causeId: CauseId,
  cause: Cause | null,
): Result<Cause, CauseNotFound | CauseClosed> {
  if (cause === null) return refused({ kind: 'CauseNotFound', causeId });
  const { closedAt } = cause;
  return closedAt === null ? ok(cause) : refused({ kind: 'CauseClosed', causeId, closedAt });
}
