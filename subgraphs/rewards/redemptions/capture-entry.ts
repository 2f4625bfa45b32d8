/**
 * The entry of a capture: points of lots become points redeemed at the partner, and the fund owes the partner for
 * them.
 */
import type { CaptureId, EntryId, HoldId } from '../../../shared/values/ids.js';
import type { Obligation } from '../ledger/clearing.js';
import { debtPostings, lessPaid, sumOf } from '../ledger/debt-payment.js';
import { debtChange, type EntryDraft, type LotChange, NOTHING_ELSE, type Reason } from '../ledger/entry.js';
import type { LotSlice } from '../ledger/lot.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import type { Agreement } from '../reference/agreement.js';
import type { Capture } from './capturing.js';

/** A capture as it is kept: it spent what of the hold's slices lies from `pointsBefore` on. */
export interface CaptureRecord {
  readonly id: CaptureId;
  readonly holdId: HoldId;
  readonly pointsBefore: bigint;
  readonly points: bigint;
  /** What the coalition owes the partner for it. */
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly entryId: EntryId;
  readonly capturedAt: Date;
  readonly capturedBy: string;
}

export interface CaptureEntryFacts {
  readonly ids: { readonly entryId: EntryId; readonly sequence: bigint };
  readonly capture: Capture;
  readonly agreement: Agreement;
  readonly captured: readonly LotSlice[];
  /** What of the rest, set free by the capture, pays the member's debt. */
  readonly paid: readonly LotSlice[];
  readonly changes: readonly LotChange[];
  readonly obligations: readonly Obligation[];
  readonly now: Date;
}

export function captureEntry(facts: CaptureEntryFacts): EntryDraft {
  const { hold } = facts.capture;
  return {
    ...NOTHING_ELSE,
    id: facts.ids.entryId,
    sequence: facts.ids.sequence,
    kind: 'CAPTURE',
    memberId: hold.memberId,
    partnerId: hold.partnerId,
    holdId: hold.id,
    occurredAt: facts.now,
    postedAt: facts.now,
    termsVersion: hold.termsVersion,
    agreementId: hold.agreementId,
    reasons: [reasonOf(facts)],
    postings: capturePostings(facts),
    lotChanges: lessPaid(facts.changes, facts.paid),
    debtChanges: debtChange(POINTS_UNIT, -sumOf(facts.paid)),
  };
}

function reasonOf({ capture, agreement, obligations }: CaptureEntryFacts): Reason {
  const { hold, points } = capture;
  const facts = { holdId: hold.id, points: String(points), ofHeldPoints: String(hold.points) };
  return {
    rule: 'POINTS_CAPTURED',
    facts: {
      ...facts,
      reimbursementMinor: String(owedMinor(obligations)),
      currency: agreement.currency,
      reimbursementMinorPerThousand: String(agreement.reimbursementMinorPerThousand),
    },
  };
}

/** What the coalition owes the partner by obligations, which are below zero. */
export function owedMinor(obligations: readonly Obligation[]): bigint {
  return obligations.reduce((sum, { amountMinor }) => sum - amountMinor, 0n);
}

function capturePostings({ capture, agreement, captured, paid, obligations }: CaptureEntryFacts) {
  const { memberId, partnerId } = capture.hold;
  const member = accounts.member(memberId);
  const owed = owedMinor(obligations);
  return balanced([
    ...captured.map((slice) => posting(member, POINTS_UNIT, -slice.points, slice.lotId)),
    ...debtPostings(memberId, paid),
    posting(accounts.redemption(partnerId), POINTS_UNIT, capture.points),
    posting(accounts.receivable(partnerId), agreement.currency, -owed),
    posting(accounts.pointsFund, agreement.currency, owed),
  ]);
}
