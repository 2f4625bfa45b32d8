/** Reads a purchase as a return needs it: what it gave, and how much of each line is back already. */

import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { AgreementId, MemberId, PurchaseId, StoreId } from '../../../shared/values/ids.js';
import type { SoldLine, SoldPurchase } from './returning.js';
import type { SoldLot } from './shares.js';

export interface SoldRecord extends SoldPurchase {
  readonly storeId: StoreId;
  readonly currency: string;
  readonly termsVersion: number;
  readonly agreementId: AgreementId;
}

export async function memberOfPurchase(runner: SqlRunner, id: PurchaseId): Promise<MemberId | null> {
  const [found] = await rows<{ member_id: MemberId }>(
    runner,
    'select member_id from purchase where id = $1',
    [id],
  );
  return found?.member_id ?? null;
}

export async function soldPurchase(runner: SqlRunner, id: PurchaseId): Promise<SoldRecord | null> {
  const [found] = await soldPurchases(runner, [id]);
  return found ?? null;
}

type Of<Row> = Row & { readonly purchaseId: PurchaseId };

/** Gives those of the purchases that there are, in three statements however many. */
export async function soldPurchases(
  runner: SqlRunner,
  ids: readonly PurchaseId[],
): Promise<readonly SoldRecord[]> {
  const purchases = await rows<Omit<SoldRecord, 'lines' | 'lots'>>(
    runner,
    `select id, member_id as "memberId", partner_id as "partnerId", store_id as "storeId",
       purchased_at as "purchasedAt", currency, points, funding_minor as "fundingMinor", fee_minor as "feeMinor",
       terms_version as "termsVersion", agreement_id as "agreementId"
     from purchase where id = any($1::uuid[]) order by id`,
    [ids],
  );
  if (purchases.length === 0) return [];
  const lines = await rows<Of<SoldLine>>(
    runner,
    `select purchase_id as "purchaseId", line_number as "lineNumber", sku, quantity, amount_minor as "amountMinor",
       points, (select coalesce(sum(back.quantity), 0)::integer from return_line as back
        where back.purchase_id = line.purchase_id and back.line_number = line.line_number) as "returnedQuantity"
     from purchase_line as line where purchase_id = any($1::uuid[]) order by line_number`,
    [ids],
  );
  const lots = await rows<Of<SoldLot>>(
    runner,
    `select purchase.id as "purchaseId", lot.id, lot.unit, lot.original,
       lot.closed_as is not distinct from 'CANCELLED' as "isCancelled"
     from purchase, unnest(lot_ids) with ordinality as made (lot_id, place)
       join lot on lot.id = lot_id where purchase.id = any($1::uuid[]) order by place`,
    [ids],
  );
  return purchases.map((purchase) => ({
    ...purchase,
    lines: lines.filter(({ purchaseId }) => purchaseId === purchase.id),
    lots: lots.filter(({ purchaseId }) => purchaseId === purchase.id),
  }));
}
