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

const LINES = `select jsonb_agg(jsonb_build_object('lineNumber', line_number, 'sku', sku, 'quantity', quantity,
    'amountMinor', amount_minor::text, 'points', points::text,
    'returnedQuantity', (select coalesce(sum(back.quantity), 0) from return_line as back
      where back.purchase_id = line.purchase_id and back.line_number = line.line_number)) order by line_number)
  from purchase_line as line where line.purchase_id = purchase.id`;

const LOTS = `select jsonb_agg(jsonb_build_object('id', lot.id, 'unit', lot.unit, 'original', lot.original::text,
    'isCancelled', lot.closed_as is not distinct from 'CANCELLED' or exists (
      select from ${movedFrom('array[lot.id]')} as made where made.closed_as = 'CANCELLED')) order by place)
  from unnest(lot_ids) with ordinality as made (lot_id, place) join lot on lot.id = lot_id`;

const UNITS = `select jsonb_agg(distinct jsonb_build_object('unit', kind.unit, 'kindVersion', kind.version,
    'returnPolicy', settings->>'returnPolicy', 'negative', settings->>'negative'))
  from jsonb_to_recordset(awards) as award (unit text, "kindVersion" integer)
  join wallet_kind as kind on kind.unit = award.unit and kind.version = award."kindVersion"`;

/** By an array of a subselect for the reason that `rowSource` gives: planned once, whatever its length. */
const SOLD =
  prepared(`select id, member_id as "memberId", ${HOLDER}, partner_id as "partnerId", store_id as "storeId",
    purchased_at as "purchasedAt", currency, points, funding_minor as "fundingMinor", fee_minor as "feeMinor",
    terms_version as "termsVersion", agreement_id as "agreementId",
    (select coalesce(sum(back.points), 0) from purchase_return as back where back.purchase_id = purchase.id)
    + (select coalesce(sum(amount), 0) from entry join posting on entry_id = entry.id
       where entry.purchase_id = purchase.id and kind = 'CANCELLATION' and entry.member_id = any(array(
         select purchase.member_id union all select made.member_id from ${movedFrom('purchase.lot_ids')} as made))
         and unit = 'PTS' and account like 'issuance:%') as "takenPoints",
    (${LINES}) as lines, (${LOTS}) as lots, (${UNITS}) as units
  from purchase where id = any(array(select unnest($1::uuid[]))) order by id`);

/** Whole numbers are texts in JSON. */
type Json<Row> = { readonly [Field in keyof Row]: Row[Field] extends bigint ? string : Row[Field] };

type SoldRow = Omit<SoldRecord, 'lines' | 'lots' | 'units'> & {
  readonly lines: readonly Json<SoldLine>[];
  readonly lots: readonly Json<SoldLot>[] | null;
  readonly units: readonly UnitRow[] | null;
};

/** Gives those of the purchases that there are, in one statement however many. */
export async function soldPurchases(
  runner: SqlRunner,
  ids: readonly PurchaseId[],
): Promise<readonly SoldRecord[]> {
  const found = await rows<SoldRow>(runner, SOLD, [ids]);
  return found.map(({ lines, lots, units, ...purchase }) => ({
    ...purchase,
    lines: lines.map(({ amountMinor, points, ...line }) => {
      return { ...line, amountMinor: BigInt(amountMinor), points: BigInt(points) };
    }),
    lots: (lots ?? []).map(({ original, ...lot }) => ({ ...lot, original: BigInt(original) })),
    units: unitsOf(units ?? []),
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
