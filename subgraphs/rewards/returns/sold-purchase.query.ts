/** Reads a purchase as a return needs it: what it gave, and how much of each line is back already. */

import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { AgreementId, MemberId, PurchaseId, StoreId } from '../../../shared/values/ids.js';
import { holderOfColumn, movedFrom } from '../merging/holders.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';
import { policyOf } from './return-policy.js';
import type { SoldLine, SoldPurchase, SoldUnit } from './returning.js';
import type { SoldLot } from './shares.js';

/** Who bought, and who has her points now: she herself, or the one whom she was merged into. */
export interface PurchaseParties {
  readonly memberId: MemberId;
  readonly holderId: MemberId;
}

export interface SoldRecord extends SoldPurchase, PurchaseParties {
  readonly storeId: StoreId;
  readonly currency: string;
  readonly termsVersion: number;
  readonly agreementId: AgreementId;
}

const HOLDER = `${holderOfColumn('purchase.member_id')} as "holderId"`;

export async function partiesOfPurchase(runner: SqlRunner, id: PurchaseId): Promise<PurchaseParties | null> {
  const [found] = await rows<PurchaseParties>(
    runner,
    prepared(`select member_id as "memberId", ${HOLDER} from purchase where id = $1`),
    [id],
  );
  return found ?? null;
}

export async function soldPurchase(runner: SqlRunner, id: PurchaseId): Promise<SoldRecord | null> {
  const [found] = await soldPurchases(runner, [id]);
  return found ?? null;
}

type Of<Row> = Row & { readonly purchaseId: PurchaseId };

/** Gives those of the purchases that there are, in four statements however many. */
export async function soldPurchases(
  runner: SqlRunner,
  ids: readonly PurchaseId[],
): Promise<readonly SoldRecord[]> {
  const purchases = await rows<Omit<SoldRecord, 'lines' | 'lots' | 'units'>>(
    runner,
    prepared(`select id, member_id as "memberId", ${HOLDER}, partner_id as "partnerId", store_id as "storeId",
       purchased_at as "purchasedAt", currency, points, funding_minor as "fundingMinor", fee_minor as "feeMinor",
       terms_version as "termsVersion", agreement_id as "agreementId",
       (select coalesce(sum(back.points), 0) from purchase_return as back where back.purchase_id = purchase.id)
       + (select coalesce(sum(amount), 0) from entry join posting on entry_id = entry.id
          where entry.purchase_id = purchase.id and kind = 'CANCELLATION' and entry.member_id = any(array(
            select purchase.member_id union all select made.member_id from ${movedFrom('purchase.lot_ids')} as made))
            and unit = 'PTS' and account like 'issuance:%') as "takenPoints"
     from purchase where id = any($1::uuid[]) order by id`),
    [ids],
  );
  if (purchases.length === 0) return [];
  const lines = await rows<Of<SoldLine>>(
    runner,
    prepared(`select purchase_id as "purchaseId", line_number as "lineNumber", sku, quantity,
       amount_minor as "amountMinor", points, (select coalesce(sum(back.quantity), 0)::integer from return_line as back
        where back.purchase_id = line.purchase_id and back.line_number = line.line_number) as "returnedQuantity"
     from purchase_line as line where purchase_id = any($1::uuid[]) order by line_number`),
    [ids],
  );
  const lots = await rows<Of<SoldLot>>(
    runner,
    prepared(`select purchase.id as "purchaseId", lot.id, lot.unit, lot.original,
       lot.closed_as is not distinct from 'CANCELLED' or exists (
         select from ${movedFrom('array[lot.id]')} as made where made.closed_as = 'CANCELLED') as "isCancelled"
     from purchase, unnest(lot_ids) with ordinality as made (lot_id, place)
       join lot on lot.id = lot_id where purchase.id = any($1::uuid[]) order by place`),
    [ids],
  );
  const units = await rows<Of<UnitRow>>(
    runner,
    prepared(`select distinct purchase.id as "purchaseId", kind.unit, kind.version as "kindVersion",
       settings->>'returnPolicy' as "returnPolicy", settings->>'negative' as negative
     from purchase cross join lateral jsonb_to_recordset(awards) as award (unit text, "kindVersion" integer)
     join wallet_kind as kind on kind.unit = award.unit and kind.version = award."kindVersion"
     where purchase.id = any($1::uuid[])`),
    [ids],
  );
  return purchases.map((purchase) => ({
    ...purchase,
    lines: lines.filter(({ purchaseId }) => purchaseId === purchase.id),
    lots: lots.filter(({ purchaseId }) => purchaseId === purchase.id),
    units: unitsOf(units.filter(({ purchaseId }) => purchaseId === purchase.id)),
  }));
}

interface UnitRow extends Pick<WalletKind, 'returnPolicy' | 'negative'> {
  readonly unit: string;
  readonly kindVersion: number;
}

/** The kinds of wallet by the versions that decided the purchase. */
function unitsOf(found: readonly UnitRow[]): ReadonlyMap<string, SoldUnit> {
  return new Map(
    found.map(({ unit, kindVersion, ...kind }) => [unit, { kindVersion, policy: policyOf(kind) }]),
  );
}
