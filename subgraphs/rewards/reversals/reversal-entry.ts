/**
 * The entry of a reversal: the capture's mirror for what goes back. Points redeemed at the partner become points of
 * lots again, and the fund owes the partner for as much less.
 */
import type { EntryId } from '../../../shared/values/ids.js';
import { debtPostings } from '../ledger/debt-payment.js';
import { debtChange, type EntryDraft, NOTHING_ELSE, type Reason } from '../ledger/entry.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';
import type { Landing, Reversing } from './reversing.js';

export interface ReversalEntryFacts {
  readonly ids: { readonly entryId: EntryId; readonly sequence: bigint };
  readonly reversing: Reversing;
  readonly landing: Landing;
  readonly now: Date;
}

export function reversalEntry(facts: ReversalEntryFacts): EntryDraft {
  const { ids, reversing, landing, now } = facts;
  const { capture } = reversing;
  return {
    ...NOTHING_ELSE,
    id: ids.entryId,
    sequence: ids.sequence,
    kind: 'REVERSAL',
    memberId: capture.memberId,
    partnerId: capture.partnerId,
    holdId: capture.holdId,
    causeId: capture.id,
    occurredAt: now,
    postedAt: now,
    termsVersion: capture.termsVersion,
    agreementId: capture.agreementId,
    reasons: [reasonOf(facts)],
    postings: reversalPostings(facts),
    lotChanges: landing.changes,
    debtChanges: debtChange(POINTS_UNIT, -landing.debtPaid),
  };
}

function reasonOf({ reversing, landing }: ReversalEntryFacts): Reason {
  const { capture, points, amountMinor } = reversing;
  const whole = { captureId: capture.id, holdId: capture.holdId, ofPoints: String(capture.points) };
  return {
    rule: 'CAPTURE_REVERSED',
    facts: {
      ...whole,
      points: String(points),
      expiredPoints: String(landing.expired),
      debtPaid: String(landing.debtPaid),
      reimbursementMinor: String(-amountMinor),
      currency: capture.currency,
    },
  };
}

function reversalPostings({ reversing, landing }: ReversalEntryFacts) {
  const { capture, points, slices, amountMinor } = reversing;
  const { memberId, partnerId, currency } = capture;
  const member = accounts.member(memberId);
  return balanced([
    ...slices.map((slice) => posting(member, POINTS_UNIT, slice.points, slice.lotId)),
    ...debtPostings(memberId, landing.paid),
    posting(accounts.redemption(partnerId), POINTS_UNIT, -points),
    posting(accounts.receivable(partnerId), currency, amountMinor),
    posting(accounts.pointsFund, currency, -amountMinor),
  ]);
}
