/** Posts an adjustment that was decided under the lock: entry, adjustment, clearing and event are one statement. */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { AgreementId, EntryId, LotId } from '../../../shared/values/ids.js';
import { Bind } from '../ledger/bind.js';
import { clearingEvents } from '../ledger/clearing.js';
import type { EntryDraft } from '../ledger/entry.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { agreementWithId } from '../reference/standing.query.js';
import type { LotOrigin } from '../wallets/lot-origin.js';
import { lotOrigins } from '../wallets/lot-origins.query.js';
import type { Adjusting } from './adjusting.js';
import { type Adjustment, pointsAdjusted } from './adjustment.js';
import {
  adjustmentEntry,
  creditShare,
  debitShares,
  type IssuedSlice,
  type Share,
} from './adjustment-entry.js';

export interface Posting {
  readonly adjusting: Adjusting;
  readonly sequence: bigint;
  readonly terms: ProgrammeTerms;
  readonly now: Date;
}

/** @param rowPart - writes the adjustment's own row as a part of the statement */
export async function postAdjustment(
  transaction: Transaction,
  adjustment: Adjustment,
  { adjusting, sequence, terms, now }: Posting,
  rowPart: (bind: Bind, posted: Adjustment) => string,
): Promise<void> {
  const entryId = newId<EntryId>();
  const posted: Adjustment = { ...adjustment, entryId };
  const shares = await sharesOf(transaction, posted, adjusting);
  const entry = adjustmentEntry({
    name: { entryId, sequence },
    adjustment: posted,
    adjusting,
    shares,
    newLotId: newId<LotId>(),
    termsVersion: terms.version,
    now,
  });
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...entryParts(bind, entry),
    rowPart(bind, posted),
    outboxPart(bind, [
      pointsAdjusted(posted, { eventId: newId(), now }),
      ...shares.flatMap((share) => clearingOf(entry, share)),
    ]),
  ]);
}

function clearingOf(entry: EntryDraft, { partnerId, agreementId, currency, obligations }: Share) {
  return clearingEvents({ ...entry, partnerId, agreementId }, { currency, obligations, newId });
}

async function sharesOf(
  transaction: Transaction,
  adjustment: Adjustment,
  adjusting: Adjusting,
): Promise<readonly Share[]> {
  if (adjusting.way === 'CREDIT') return [creditShare(adjustment, adjusting)];
  const lotIds = adjusting.slices.map(({ lotId }) => lotId);
  const origins = await lotOrigins(transaction, lotIds);
  const currencies = new Map<AgreementId, string>();
  for (const { agreementId } of origins.values()) {
    if (currencies.has(agreementId)) continue;
    currencies.set(agreementId, (await agreementWithId(transaction, agreementId)).currency);
  }
  const slices = adjusting.slices.map((slice): IssuedSlice => {
    const { agreementId, fundingMinorPerThousand } = origins.get(slice.lotId) as LotOrigin;
    return {
      ...slice,
      agreementId,
      fundingMinorPerThousand,
      currency: currencies.get(agreementId) as string,
    };
  });
  return debitShares(adjustment.unit, adjusting, slices);
}
