/** Writes spends as parts of a statement, beside the entries that they cause: holds that are captured already. */
import { type Bind, insertPart } from '../ledger/bind.js';
import type { Spend } from './spending.js';

export function spendParts(bind: Bind, spends: readonly Spend[]): readonly string[] {
  return [holdsPart(bind, spends), slicesPart(bind, spends), capturesPart(bind, spends)];
}

function holdsPart(bind: Bind, spends: readonly Spend[]): string {
  return insertPart(bind, {
    name: 'hold_made',
    table: 'hold',
    rows: spends.map(({ hold }) => hold),
    columns: {
      id: ['uuid', (hold) => hold.id],
      member_id: ['uuid', (hold) => hold.memberId],
      partner_id: ['uuid', (hold) => hold.partnerId],
      store_id: ['uuid', (hold) => hold.storeId],
      receipt_number: ['text', (hold) => hold.receiptNumber],
      buyer_id: ['uuid', (hold) => hold.buyerId],
      points: ['bigint', (hold) => hold.points],
      captured_points: ['bigint', (hold) => hold.capturedPoints],
      state: ['text', (hold) => hold.state],
      held_at: ['timestamptz', (hold) => hold.heldAt],
      expires_at: ['timestamptz', (hold) => hold.expiresAt],
      changed_at: ['timestamptz', (hold) => hold.changedAt],
      terms_version: ['integer', (hold) => hold.termsVersion],
      agreement_id: ['uuid', (hold) => hold.agreementId],
    },
  });
}

function slicesPart(bind: Bind, spends: readonly Spend[]): string {
  const rows = spends.flatMap(({ hold, slices }) =>
    slices.map((slice, index) => ({ ...slice, holdId: hold.id, position: index + 1 })),
  );
  return insertPart(bind, {
    name: 'slices_made',
    table: 'hold_slice',
    rows,
    columns: {
      hold_id: ['uuid', (slice) => slice.holdId],
      position: ['smallint', (slice) => slice.position],
      lot_id: ['uuid', (slice) => slice.lotId],
      issuer_partner_id: ['uuid', (slice) => slice.issuerPartnerId],
      points: ['bigint', (slice) => slice.points],
    },
  });
}

function capturesPart(bind: Bind, spends: readonly Spend[]): string {
  return insertPart(bind, {
    name: 'capture_made',
    table: 'capture',
    rows: spends.map(({ capture }) => capture),
    columns: {
      id: ['uuid', (capture) => capture.id],
      hold_id: ['uuid', (capture) => capture.holdId],
      points_before: ['bigint', (capture) => capture.pointsBefore],
      points: ['bigint', (capture) => capture.points],
      amount_minor: ['bigint', (capture) => capture.amountMinor],
      currency: ['text', (capture) => capture.currency],
      entry_id: ['uuid', (capture) => capture.entryId],
      captured_at: ['timestamptz', (capture) => capture.capturedAt],
      captured_by: ['text', (capture) => capture.capturedBy],
    },
  });
}
