/** Reads a purchase as a return needs it: what it gave, and how much of each line is back already. */

import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { AgreementId, MemberId, PurchaseId, StoreId } from '../../../shared/values/ids.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';
import { policyOf } from './return-policy.js';
import type { SoldLine, SoldLot, SoldPurchase, SoldUnit } from './returning.js';

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
  const [purchase] = await rows<Omit<SoldRecord, 'lines' | 'lots' | 'units'>>(
    runner,
    `select id, member_id as "memberId", partner_id as "partnerId", store_id as "storeId",
       purchased_at as "purchasedAt", currency, points, funding_minor as "fundingMinor", fee_minor as "feeMinor",
       terms_version as "termsVersion", agreement_id as "agreementId",
       (select coalesce(sum(back.points), 0) from purchase_return as back
        where back.purchase_id = purchase.id) as "takenPoints"
     from purchase where id = $1`,
    [id],
  );
  if (purchase === undefined) return null;
  const lines = await rows<SoldLine>(
    runner,
    `select line_number as "lineNumber", sku, quantity, amount_minor as "amountMinor", points,
       (select coalesce(sum(back.quantity), 0)::integer from return_line as back
        where back.purchase_id = line.purchase_id and back.line_number = line.line_number) as "returnedQuantity"
     from purchase_line as line where purchase_id = $1 order by line_number`,
    [id],
  );
  const lots = await rows<SoldLot>(
    runner,
    `select lot.id, lot.unit, lot.original from purchase, unnest(lot_ids) with ordinality as made (lot_id, place)
       join lot on lot.id = lot_id where purchase.id = $1 order by place`,
    [id],
  );
  return { ...purchase, lines, lots, units: await soldUnits(runner, id) };
}

interface UnitRow extends Pick<WalletKind, 'returnPolicy' | 'negative'> {
  readonly unit: string;
  readonly kindVersion: number;
}

/** The kinds of wallet by the versions that decided the purchase. */
async function soldUnits(runner: SqlRunner, id: PurchaseId): Promise<ReadonlyMap<string, SoldUnit>> {
  const found = await rows<UnitRow>(
    runner,
    `select distinct kind.unit, kind.version as "kindVersion", settings->>'returnPolicy' as "returnPolicy",
       settings->>'negative' as negative
     from purchase cross join lateral jsonb_to_recordset(awards) as award (unit text, "kindVersion" integer)
     join wallet_kind as kind on kind.unit = award.unit and kind.version = award."kindVersion"
     where purchase.id = $1`,
    [id],
  );
  return new Map(
    found.map(({ unit, kindVersion, ...kind }) => [unit, { kindVersion, policy: policyOf(kind) }]),
  );
}
