/** Writes purchases as parts of a statement, beside the entries that they cause. */

import type { EarnIds } from '../earning/earn-entry.js';
import type { Earning } from '../earning/earning.js';
import { awardRecords } from '../earning/purchase-award.js';
import { type Bind, insertPart } from '../ledger/bind.js';
import type { EntryDraft } from '../ledger/entry.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';
import type { Basket } from './receipt.js';

export interface RecordedReceipt {
  readonly basket: Basket & { readonly receiptNumber: string };
  readonly earning: Earning;
  readonly ids: EarnIds;
  readonly entry: EntryDraft | null;
  /** The kinds of wallet that it fills. */
  readonly kinds: readonly WalletKind[];
  readonly recordedBy: string;
  readonly now: Date;
}

/** Receipts in one order, so that two processes with the same ones never wait for each other. */
export function purchaseParts(bind: Bind, receipts: readonly RecordedReceipt[]): readonly string[] {
  const inOrder = [...receipts].sort((a, b) => (receiptOf(a) < receiptOf(b) ? -1 : 1));
  return [purchasePart(bind, inOrder), linesPart(bind, inOrder)];
}

function receiptOf({ basket }: RecordedReceipt): string {
  return basket.storeId + basket.receiptNumber;
}

function purchasePart(bind: Bind, rows: readonly RecordedReceipt[]): string {
  return insertPart(bind, {
    name: 'purchase_made',
    table: 'purchase',
    rows,
    columns: {
      id: ['uuid', ({ ids }) => ids.purchaseId],
      receipt_number: ['text', ({ basket }) => basket.receiptNumber],
      store_id: ['uuid', ({ basket }) => basket.storeId],
      partner_id: ['uuid', ({ earning }) => earning.standing.store.partnerId],
      member_id: ['uuid', ({ earning }) => earning.standing.memberId],
      purchased_at: ['timestamptz', ({ basket }) => basket.purchasedAt],
      recorded_at: ['timestamptz', ({ now }) => now],
      recorded_by: ['text', ({ recordedBy }) => recordedBy],
      currency: ['text', ({ basket }) => basket.currency],
      total_minor: ['bigint', ({ basket }) => basket.totalMinor],
      points: ['bigint', ({ earning }) => earning.points],
      funding_minor: ['bigint', ({ earning }) => earning.fundingMinor],
      fee_minor: ['bigint', ({ earning }) => earning.feeMinor],
      terms_version: ['integer', ({ earning }) => earning.terms.version],
      agreement_id: ['uuid', ({ earning }) => earning.standing.agreement.id],
      entry_id: ['uuid', ({ entry }) => entry?.id ?? null],
      lot_ids: [
        'text',
        ({ entry }) => `{${(entry?.newLots ?? []).map((lot) => lot.id).join(',')}}`,
        'uuid[]',
      ],
      awards: ['jsonb', ({ earning }) => awardRecords(earning.awards)],
      channel: ['text', ({ basket }) => basket.channel ?? null],
    },
  });
}

function linesPart(bind: Bind, receipts: readonly RecordedReceipt[]): string {
  const lines = receipts.flatMap(({ earning, ids }) =>
    earning.lines.map((line) => ({ line, purchaseId: ids.purchaseId })),
  );
  return insertPart(bind, {
    name: 'lines_made',
    table: 'purchase_line',
    rows: lines,
    columns: {
      purchase_id: ['uuid', ({ purchaseId }) => purchaseId],
      line_number: ['integer', ({ line }) => line.lineNumber],
      sku: ['text', ({ line }) => line.sku],
      name: ['text', ({ line }) => line.name],
      quantity: ['integer', ({ line }) => line.quantity],
      amount_minor: ['bigint', ({ line }) => line.amountMinor],
      points: ['bigint', ({ line }) => line.points],
    },
  });
}
