/**
 * The entry of a capture: points of lots become points redeemed at the partner, and the fund owes the partner for
 * them.
 */
import type { EntryId } from '../../../shared/values/ids.js';
import type { Obligation } from '../ledger/clearing.js';
import { debtPostings, lessPaid, sumOf } from '../ledger/debt-payment.js';
import { debtChange, type EntryDraft, type LotChange, NOTHING_ELSE } from '../ledger/entry.js';
import type { LotSlice } from '../ledger/lot.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import type { Agreement } from '../reference/agreement.js';
import type { Capture } from './capturing.js';

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
    postings: capturePostings(facts),
    lotChanges: lessPaid(facts.changes, facts.paid),
    debtChanges: debtChange(POINTS_UNIT, -sumOf(facts.paid)),
  };
}

function capturePostings({ capture, agreement, captured, paid, obligations }: CaptureEntryFacts) {
  const { memberId, partnerId } = capture.hold;
  const member = accounts.member(memberId);
  const owed = obligations.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return balanced([
    ...captured.map((slice) => posting(member, POINTS_UNIT, -slice.points, slice.lotId)),
    ...debtPostings(memberId, paid),
    posting(accounts.redemption(partnerId), POINTS_UNIT, capture.points),
    posting(accounts.receivable(partnerId), agreement.currency, owed),
    posting(accounts.pointsFund, agreement.currency, -owed),
  ]);
}
