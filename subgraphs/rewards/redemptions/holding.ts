/**
 * Whether points can be held, and of which lots: soonest to expire first, then oldest, never-expiring last.
 *
 * Never more than is available, and what is available is what active lots have free less the member's debt.
 */
import type { LotId, PartnerId, StoreId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { activeInBurnOrder, type Lot, type LotSlice, takeFrom } from '../ledger/lot.js';
import { walletBalance } from '../ledger/wallet.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import {
  type MemberRef,
  type Standing,
  type StandingFacts,
  type StandingRefusal,
  standingAt,
} from '../reference/standing.js';
import { checkSpend, type SpendRefusal, type SpendRequest, spendableLots } from './spend-rules.js';

export interface HoldRequest extends SpendRequest {
  readonly member: MemberRef;
  readonly storeId: StoreId;
  readonly sentBy: PartnerId | null;
}

/** What is known of the receipt that is paid; nothing where the till names none. */
export interface ReceiptFacts {
  /** The lots that the receipt itself earned. */
  readonly receiptLots: readonly LotId[];
  /** What other holds pay of it. */
  readonly paidOnReceipt: Points;
}

export interface HoldFacts extends StandingFacts, ReceiptFacts {
  readonly lots: readonly Lot[];
  readonly debt: Points;
  readonly terms: ProgrammeTerms;
  readonly now: Date;
}

export interface PointsNotPositive {
  readonly kind: 'PointsNotPositive';
  readonly points: Points;
}
export interface InsufficientPoints {
  readonly kind: 'InsufficientPoints';
  readonly available: Points;
  readonly asked: Points;
}

export type HoldRefusal = StandingRefusal | PointsNotPositive | SpendRefusal | InsufficientPoints;

export interface Holding {
  readonly standing: Standing;
  readonly slices: readonly LotSlice[];
  readonly expiresAt: Date;
}

export function decideHold(request: HoldRequest, facts: HoldFacts): Result<Holding, HoldRefusal> {
  const { member, storeId, points: asked, sentBy } = request;
  const { debt, terms, now, paidOnReceipt } = facts;
  const standing = standingAt({ member, storeId, sentBy, at: now, act: 'BURN' }, facts);
  if (!standing.ok) return standing;
  if (asked <= 0n) return refused({ kind: 'PointsNotPositive', points: asked });
  const agreedCurrency = standing.value.agreement.currency;
  const allowed = checkSpend(request, { terms, agreedCurrency, paidOnReceipt });
  if (!allowed.ok) return allowed;
  const lots = spendableLots(facts.lots, facts);
  const { available } = walletBalance(lots, debt, now);
  if (asked > available) return refused({ kind: 'InsufficientPoints', available, asked });
  const { slices } = takeFrom(activeInBurnOrder(lots, now), asked);
  return ok({
    standing: standing.value,
    slices,
    expiresAt: new Date(now.getTime() + terms.holdMinutes * 60_000),
  });
}
