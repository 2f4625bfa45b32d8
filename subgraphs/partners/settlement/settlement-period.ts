/**
 * Settlement periods: exactly one is open and gathers clearing entries; a close cuts it, nets it and opens the next.
 *
 * What was cut never changes. A period without entries is not closed: there would be nothing to settle, and a number
 * less to trust.
 */
import type { SettlementPeriodId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { ClearedSums } from '../clearing/clearing.js';
import { type NetPosition, netPositions, type Obligation, obligationsBetween } from './netting.js';

export interface SettlementPeriod {
  readonly id: SettlementPeriodId;
  /** 1 for the first, counting on without gaps. */
  readonly number: number;
  readonly state: 'OPEN' | 'CLOSED';
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

/** What a period comes to: running while it is open, frozen once it is closed. */
export interface PeriodFigures {
  readonly entryCount: bigint;
  /** The highest ledger sequence that is in; null while nothing is. */
  readonly watermark: bigint | null;
  readonly obligations: readonly Obligation[];
  readonly positions: readonly NetPosition[];
}

/** The figures of a cut: there is at least one entry, and so a watermark. */
export interface FrozenFigures extends PeriodFigures {
  readonly watermark: bigint;
}

export interface SettlementPeriodNotFound {
  readonly kind: 'SettlementPeriodNotFound';
  readonly periodId: string;
}

export interface SettlementPeriodAlreadyClosed {
  readonly kind: 'SettlementPeriodAlreadyClosed';
  readonly periodId: SettlementPeriodId;
  readonly closedAt: Date;
}

export interface SettlementPeriodEmpty {
  readonly kind: 'SettlementPeriodEmpty';
  readonly periodId: SettlementPeriodId;
  readonly openedAt: Date;
}

export function figuresOf({ sums, entryCount, watermark }: ClearedSums): PeriodFigures {
  const obligations = obligationsBetween(sums);
  return { entryCount, watermark, obligations, positions: netPositions(obligations) };
}

/** Refuses a period that was closed before. */
export function stillOpen(period: SettlementPeriod): Result<SettlementPeriod, SettlementPeriodAlreadyClosed> {
  const { id: periodId, closedAt } = period;
  if (closedAt === null) return ok(period);
  return refused({ kind: 'SettlementPeriodAlreadyClosed', periodId, closedAt });
}

/** Cuts an open period: nets what it cleared, or refuses because it cleared nothing. */
export function cut(
  period: SettlementPeriod,
  cleared: ClearedSums,
): Result<FrozenFigures, SettlementPeriodEmpty> {
  const { watermark } = cleared;
  if (watermark !== null) return ok({ ...figuresOf(cleared), watermark });
  return refused({ kind: 'SettlementPeriodEmpty', periodId: period.id, openedAt: period.openedAt });
}
