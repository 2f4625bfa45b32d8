/** Writes a reversal as a part of a statement, beside the entry that it causes. */
import type { EntryId, ReversalId } from '../../../shared/values/ids.js';
import type { Bind } from '../ledger/bind.js';
import type { Landing, Reversing } from './reversing.js';

export interface RecordedReversal {
  readonly id: ReversalId;
  readonly reversing: Reversing;
  readonly landing: Landing;
  readonly entryId: EntryId;
  readonly reversedBy: string;
  readonly now: Date;
}

/** No two reversals of a capture begin at the same point of it: the table says so too. */
export function reversalPart({ add }: Bind, recorded: RecordedReversal): string {
  const { reversing, landing } = recorded;
  return `reversal_made as (
    insert into capture_reversal (id, capture_id, points_before, points, amount_minor, expired_points, debt_paid,
      entry_id, reversed_at, reversed_by)
    values (${add(recorded.id)}, ${add(reversing.capture.id)}, ${add(reversing.capture.reversedPoints)},
      ${add(reversing.points)}, ${add(reversing.amountMinor)}, ${add(landing.expired)}, ${add(landing.debtPaid)},
      ${add(recorded.entryId)}, ${add(recorded.now)}, ${add(recorded.reversedBy)}))`;
}
