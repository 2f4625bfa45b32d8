/** Reads purchases with their lines and returns, batched: one statement for each level of a list. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows } from '../../../shared/platform/database/transaction.js';
import { instantKey } from '../../../shared/platform/graph/connection.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import type { Channel } from '../bonuses/bonus.js';
import { isText } from '../checked-input.type.js';
import type { ReturnPolicy } from '../wallet-kinds/wallet-kind.js';
import { loadMemberPage, type MemberPage } from '../wallets/member-pages.loader.js';
import { mayShow } from '../wallets/visibility.query.js';

export interface PurchaseRecord {
  readonly id: string;
  readonly receiptNumber: string;
  readonly storeId: string;
  readonly partnerId: string;
  readonly memberId: string;
  readonly purchasedAt: Date;
  readonly recordedAt: Date;
  readonly currency: string;
  readonly totalMinor: bigint;
  readonly points: bigint;
  readonly termsVersion: number;
  readonly agreementId: string;
  readonly channel: Channel | null;
  /** As stored; `awardsFrom` reads them. */
  readonly awards: unknown;
}

export interface LineRecord {
  readonly purchaseId: string;
  readonly lineNumber: number;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly amountMinor: bigint;
  readonly points: bigint;
  readonly returnedQuantity: number;
}

export interface ReturnRecord {
  readonly purchaseId: string;
  readonly id: string;
  readonly returnedAt: Date;
  readonly amountMinor: bigint;
  /** Taken back of the shared currency. */
  readonly points: bigint;
  /** All that the goods gave of it. */
  readonly asked: bigint;
  readonly units: readonly {
    readonly unit: string;
    readonly policy: ReturnPolicy;
    readonly asked: string;
    readonly taken: string;
  }[];
  readonly lines: readonly { readonly lineNumber: number; readonly quantity: number }[];
}

const PURCHASE_COLUMNS = `purchase.id, receipt_number as "receiptNumber", store_id as "storeId",
  partner_id as "partnerId", member_id as "memberId", purchased_at as "purchasedAt", recorded_at as "recordedAt",
  currency, total_minor as "totalMinor", points, terms_version as "termsVersion", agreement_id as "agreementId",
  channel, awards`;

const PURCHASES = Symbol('purchases by id');
const LINES = Symbol('lines of purchases');
const RETURNS = Symbol('returns of purchases');
const OF_MEMBERS = Symbol('purchases of members');

async function purchasesWithIds(
  database: DataSource,
  ids: readonly string[],
): Promise<(PurchaseRecord | null)[]> {
  const sql = prepared(`select ${PURCHASE_COLUMNS} from purchase where id = any($1::uuid[])`);
  const found = await rows<PurchaseRecord>(database, sql, [ids]);
  const byId = new Map(found.map((purchase) => [purchase.id, purchase]));
  return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
}

/** Gives a purchase that the caller may see; null for any other id. */
export async function purchaseById(
  database: DataSource,
  context: RequestContext,
  id: string,
): Promise<PurchaseRecord | null> {
  if (!isId(id)) return null;
  const read = (ids: readonly string[]) => purchasesWithIds(database, ids);
  const loader = context.perRequest(PURCHASES, () => new DataLoader(read, { cache: false }));
  const purchase = await loader.load(id);
  return purchase !== null && mayShow(context.caller, purchase) ? purchase : null;
}

/** Gives the purchase of a store's receipt number, if the caller may see it. */
export async function purchaseByReceipt(
  database: DataSource,
  context: RequestContext,
  receipt: { readonly storeId: string; readonly receiptNumber: string },
): Promise<PurchaseRecord | null> {
  if (!isId(receipt.storeId) || !isText(receipt.receiptNumber)) return null;
  const sql = `select ${PURCHASE_COLUMNS} from purchase where store_id = $1 and receipt_number = $2`;
  const [found] = await rows<PurchaseRecord>(database, sql, [receipt.storeId, receipt.receiptNumber]);
  return found !== undefined && mayShow(context.caller, found) ? found : null;
}

function byPurchase<Row extends { readonly purchaseId: string }>(
  context: RequestContext,
  name: symbol,
  read: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row[]> {
  const batch = async (ids: readonly string[]): Promise<Row[][]> => {
    const found = new Map<string, Row[]>(ids.map((id) => [id, []]));
    for (const row of await read(ids)) found.get(row.purchaseId)?.push(row);
    return ids.map((id) => found.get(id) ?? []);
  };
  return context.perRequest(name, () => new DataLoader(batch, { cache: false }));
}

export function linesOf(
  database: DataSource,
  context: RequestContext,
  purchaseId: string,
): Promise<LineRecord[]> {
  const read = (ids: readonly string[]) =>
    rows<LineRecord>(
      database,
      `select purchase_id as "purchaseId", line_number as "lineNumber", sku, name, quantity,
         amount_minor as "amountMinor", points,
         (select coalesce(sum(back.quantity), 0)::integer from return_line as back
          where back.purchase_id = line.purchase_id and back.line_number = line.line_number) as "returnedQuantity"
       from purchase_line as line where purchase_id = any($1::uuid[]) order by line_number`,
      [ids],
    );
  return byPurchase(context, LINES, read).load(purchaseId);
}

export function returnsOf(
  database: DataSource,
  context: RequestContext,
  purchaseId: string,
): Promise<ReturnRecord[]> {
  const read = (ids: readonly string[]) =>
    rows<ReturnRecord>(
      database,
      `select purchase_id as "purchaseId", id, returned_at as "returnedAt", amount_minor as "amountMinor", points,
         asked,
         (select coalesce(json_agg(json_build_object('unit', unit, 'policy', return_policy, 'asked', asked::text,
            'taken', taken::text) order by unit <> 'PTS', unit), '[]')
          from return_unit where return_id = purchase_return.id) as units,
         (select json_agg(json_build_object('lineNumber', line_number, 'quantity', quantity) order by line_number)
          from return_line where return_id = purchase_return.id) as lines
       from purchase_return where purchase_id = any($1::uuid[]) order by id`,
      [ids],
    );
  return byPurchase(context, RETURNS, read).load(purchaseId);
}

/** The sort key of a member's purchases: when they were made, then their id. */
export const purchaseKey = z.tuple([instantKey, z.uuid()]);
type PurchaseKey = z.infer<typeof purchaseKey>;

/** A page of a member's purchases, newest first. */
export function purchasesOf(
  database: DataSource,
  context: RequestContext,
  asked: { readonly memberId: string; readonly page: MemberPage<PurchaseKey> },
): Promise<readonly PurchaseRecord[]> {
  const read = (memberIds: readonly string[], page: MemberPage<PurchaseKey>) =>
    rows<PurchaseRecord>(
      database,
      `select purchases.* from unnest($1::uuid[]) as asked (member_id) cross join lateral (
         select ${PURCHASE_COLUMNS} from purchase where purchase.member_id = asked.member_id
           and ($3::timestamptz is null or (purchased_at, id) < ($3, $4::uuid))
           and ($5::uuid is null or partner_id = $5)
         order by purchased_at desc, id desc limit $2) as purchases`,
      [memberIds, page.first + 1, page.after?.[0] ?? null, page.after?.[1] ?? null, page.partnerId],
    );
  return loadMemberPage(context, { name: OF_MEMBERS, read }, asked);
}
