/**
 * The agreements of one partner on the line of time: at each instant at most one is in force.
 *
 * Rule: an open-ended agreement ends where a later open-ended one begins; any other overlap is refused. So the terms
 * in force at an instant are always those with the latest beginning not after it, unless these have ended; nobody who
 * keeps a copy has to change a signed row.
 */
import type { AgreementId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export interface Span {
  readonly effectiveFrom: Date;
  readonly effectiveUntil: Date | null;
}

export interface DatedAgreement extends Span {
  readonly id: AgreementId;
}

export interface AgreementOverlaps {
  readonly kind: 'AgreementOverlaps';
  /** The agreement in the way, with the span in which it is really in force. */
  readonly agreementId: AgreementId;
  readonly effectiveFrom: Date;
  readonly effectiveUntil: Date | null;
}

/** Gives the agreements by beginning, each with the end it really has: its own, or the beginning of its successor. */
export function timeline<Dated extends Span>(agreements: readonly Dated[]): Dated[] {
  const byBeginning = [...agreements].sort((a, b) => a.effectiveFrom.getTime() - b.effectiveFrom.getTime());
  return byBeginning.map((agreement, index) => ({
    ...agreement,
    effectiveUntil: agreement.effectiveUntil ?? byBeginning[index + 1]?.effectiveFrom ?? null,
  }));
}

/** Gives the agreement in force at an instant: its beginning belongs to it, its end does not. */
export function inForceAt<Dated extends Span>(agreements: readonly Dated[], instant: Date): Dated | null {
  return timeline(agreements).find((agreement) => covers(agreement, instant)) ?? null;
}

/** Tells whether any agreement is in force at the instant or later. */
export function hasAgreementAhead(agreements: readonly Span[], instant: Date): boolean {
  return agreements.some(({ effectiveUntil }) => effectiveUntil === null || effectiveUntil > instant);
}

/** Decides whether new terms fit the line of time beside those already signed. */
export function fits(signed: readonly DatedAgreement[], added: Span): Result<Span, AgreementOverlaps> {
  const inTheWay = timeline(signed).find((former) => overlaps(former, added) && !givesWay(former, added));
  if (inTheWay === undefined) return ok(added);
  const { id: agreementId, effectiveFrom, effectiveUntil } = inTheWay;
  return refused({ kind: 'AgreementOverlaps', agreementId, effectiveFrom, effectiveUntil });
}

function covers(span: Span, instant: Date): boolean {
  return span.effectiveFrom <= instant && (span.effectiveUntil === null || instant < span.effectiveUntil);
}

function overlaps(a: Span, b: Span): boolean {
  return (
    (a.effectiveUntil === null || b.effectiveFrom < a.effectiveUntil) &&
    (b.effectiveUntil === null || a.effectiveFrom < b.effectiveUntil)
  );
}

function givesWay(former: Span, added: Span): boolean {
  const bothAreOpen = former.effectiveUntil === null && added.effectiveUntil === null;
  return bothAreOpen && former.effectiveFrom < added.effectiveFrom;
}
