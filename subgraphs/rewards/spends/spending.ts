/**
 * Spending at once: a hold and its capture in one act. What may be spent, and of which lots, is decided as for a hold.
 */
import type { CaptureId, EntryId, HoldId } from '../../../shared/values/ids.js';
import type { Obligation } from '../ledger/clearing.js';
import type { EntryDraft } from '../ledger/entry.js';
import { takingAway } from '../ledger/entry.js';
import type { LotSlice } from '../ledger/lot.js';
import type { Buyer } from '../pooling/buyer-limit.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { type CaptureRecord, captureEntry, owedMinor } from '../redemptions/capture-entry.js';
import { reimbursements } from '../redemptions/capturing.js';
import type { Hold } from '../redemptions/hold.js';
import type { Holding, HoldRequest } from '../redemptions/holding.js';

export interface SpendIds {
  readonly holdId: HoldId;
  readonly captureId: CaptureId;
  readonly entryId: EntryId;
  readonly sequence: bigint;
}

/** Everything that a spend leaves behind. */
export interface Spend {
  /** Captured from the start. */
  readonly hold: Hold;
  readonly slices: readonly LotSlice[];
  readonly capture: CaptureRecord;
  readonly entry: EntryDraft;
  readonly obligations: readonly Obligation[];
}

export interface SpendMoment {
  readonly terms: ProgrammeTerms;
  /** Who acts for an organisation member. */
  readonly buyer: Buyer | null;
  readonly spentBy: string;
  readonly now: Date;
}

export function spend(
  { storeId, receiptNumber, points }: HoldRequest,
  { standing, slices }: Holding,
  { ids, terms, buyer, spentBy, now }: SpendMoment & { readonly ids: SpendIds },
): Spend {
  const { memberId, store, agreement } = standing;
  const hold: Hold = {
    ...{ id: ids.holdId, memberId, partnerId: store.partnerId, storeId, receiptNumber },
    buyerId: buyer?.buyerId ?? null,
    ...{ points, capturedPoints: points, state: 'CAPTURED', heldAt: now, expiresAt: now, changedAt: now },
    ...{ termsVersion: terms.version, agreementId: agreement.id },
  };
  const obligations = reimbursements(slices, agreement);
  const entry = captureEntry({
    ...{ ids, capture: { hold, points, isLast: true }, agreement, captured: slices, paid: [] },
    // They were never held, so nothing held is let go.
    ...{ changes: takingAway(slices), obligations, now },
  });
  const capture: CaptureRecord = {
    ...{ id: ids.captureId, holdId: hold.id, pointsBefore: 0n, points, amountMinor: owedMinor(obligations) },
    ...{ currency: agreement.currency, entryId: ids.entryId, capturedAt: now, capturedBy: spentBy },
  };
  return { hold, slices, capture, entry, obligations };
}
