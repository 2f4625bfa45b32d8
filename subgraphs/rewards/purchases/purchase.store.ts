/** Writes a purchase as parts of a statement, beside the entry that it causes. */
import type { Bind } from '../ledger/bind.js';
import type { EntryDraft } from '../ledger/entry.js';
import type { EarnIds } from './earn-entry.js';
import type { Earning } from './earning.js';
import { awardRecords } from './purchase-award.js';
import type { Basket } from './receipt.js';

export interface RecordedReceipt {
  readonly basket: Basket & { readonly receiptNumber: string };
  readonly earning: Earning;
  readonly ids: EarnIds;
  readonly entry: EntryDraft | null;
  readonly recordedBy: string;
  readonly now: Date;
}

export function purchaseParts(bind: Bind, receipt: RecordedReceipt): readonly string[] {
  return [purchasePart(bind, receipt), linesPart(bind, receipt)];
}

function purchasePart(
  { add }: Bind,
  { basket, earning, ids, entry, recordedBy, now }: RecordedReceipt,
): string {
  const { memberId, store, agreement } = earning.standing;
  const lotIds = (entry?.newLots ?? []).map((lot) => lot.id);
  return `purchase_made as (
    insert into purchase (id, receipt_number, store_id, partner_id, member_id, purchased_at, recorded_at, recorded_by,
      currency, total_minor, points, funding_minor, fee_minor, terms_version, agreement_id, entry_id, lot_ids,
      awards, channel)
    values (${add(ids.purchaseId)}, ${add(basket.receiptNumber)}, ${add(basket.storeId)}, ${add(store.partnerId)},
      ${add(memberId)}, ${add(basket.purchasedAt)}, ${add(now)}, ${add(recordedBy)}, ${add(basket.currency)},
      ${add(basket.totalMinor)}, ${add(earning.points)}, ${add(earning.fundingMinor)}, ${add(earning.feeMinor)},
      ${add(earning.terms.version)}, ${add(agreement.id)}, ${add(entry?.id ?? null)}, ${add(lotIds)}::uuid[],
      ${add(awardRecords(earning.awards))}::jsonb, ${add(basket.channel ?? null)}))`;
}

function linesPart({ add }: Bind, { earning, ids }: RecordedReceipt): string {
  const { lines } = earning;
  const numbers = add(lines.map((line) => line.lineNumber));
  const skus = add(lines.map((line) => line.sku));
  const names = add(lines.map((line) => line.name));
  const quantities = add(lines.map((line) => line.quantity));
  const amounts = add(lines.map((line) => line.amountMinor));
  const points = add(lines.map((line) => line.points));
  return `lines_made as (
    insert into purchase_line (purchase_id, line_number, sku, name, quantity, amount_minor, points)
    select ${add(ids.purchaseId)}::uuid, line.* from unnest(${numbers}::integer[], ${skus}::text[], ${names}::text[],
      ${quantities}::integer[], ${amounts}::bigint[], ${points}::bigint[]) as line)`;
}
