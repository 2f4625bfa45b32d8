/**
 * What spends are decided by beside who stands at the till: lots with points, holds whose time is over, and what is
 * known of the receipts that are paid; of a whole batch in one statement, once the wallets are locked.
 */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { LotId, MemberId, StoreId } from '../../../shared/values/ids.js';
import { Bind, rowSource } from '../ledger/bind.js';
import type { Lot } from '../ledger/lot.js';
import type { ReceiptFacts } from '../redemptions/holding.js';

export interface AskedSpend {
  readonly memberId: MemberId | null;
  readonly storeId: StoreId;
  readonly receiptNumber: string | null;
}

export interface SpendFacts extends ReceiptFacts {
  readonly lots: readonly Lot[];
  /** Whether a hold of the member is over and not let go yet: what it keeps is free, and must be freed first. */
  readonly hasLapsed: boolean;
}

interface SpendRow extends Omit<Lot, 'id'> {
  readonly place: number;
  /** Null in the row of a member who has nothing. */
  readonly id: LotId | null;
  readonly hasLapsed: boolean;
  readonly receiptLots: readonly LotId[];
  readonly paidOnReceipt: bigint;
}

export async function spendFacts(
  runner: SqlRunner,
  asked: readonly AskedSpend[],
  now: Date,
): Promise<readonly SpendFacts[]> {
  const bind = new Bind();
  const at = bind.add(now);
  const source = rowSource(bind, 'asked', {
    rows: asked.map((each, place) => ({ ...each, place })),
    columns: {
      place: ['integer', ({ place }) => place],
      member_id: ['uuid', ({ memberId }) => memberId],
      store_id: ['uuid', ({ storeId }) => storeId],
      receipt_number: ['text', ({ receiptNumber }) => receiptNumber],
    },
  });
  const found = await rows<SpendRow>(
    runner,
    prepared(`select asked.place, lot.id, lot.unit, lot.issuer_partner_id as "issuerPartnerId", lot.remaining, lot.held,
       lot.earned_at as "earnedAt", lot.activates_at as "activatesAt", lot.cancels_at as "cancelsAt",
       lot.expires_at as "expiresAt",
       exists (select from hold where hold.member_id = asked.member_id and state = 'HELD'
         and hold.expires_at <= ${at}) as "hasLapsed",
       coalesce((select lot_ids from purchase where purchase.store_id = asked.store_id
         and purchase.receipt_number = asked.receipt_number), '{}') as "receiptLots",
       coalesce((select sum(case when state = 'HELD' and hold.expires_at > ${at} then hold.points
           else captured_points end - (select coalesce(sum(capture_reversal.points), 0) from capture
             join capture_reversal on capture_id = capture.id where capture.hold_id = hold.id))
         from hold where hold.store_id = asked.store_id
           and hold.receipt_number = asked.receipt_number), 0) as "paidOnReceipt"
     from ${source} left join lot on lot.member_id = asked.member_id and lot.unit = 'PTS' and lot.remaining > 0`),
    bind.values,
  );
  const byPlace = new Map<number, SpendRow[]>();
  for (const row of found) {
    const rowsOfPlace = byPlace.get(row.place);
    if (rowsOfPlace === undefined) byPlace.set(row.place, [row]);
    else rowsOfPlace.push(row);
  }
  return asked.map((_, place) => factsOf(byPlace.get(place) ?? []));
}

function factsOf(found: readonly SpendRow[]): SpendFacts {
  const [first] = found;
  return {
    lots: found.flatMap((row) => (row.id === null ? [] : [{ ...row, id: row.id }])),
    hasLapsed: first?.hasLapsed ?? false,
    receiptLots: first?.receiptLots ?? [],
    paidOnReceipt: first?.paidOnReceipt ?? 0n,
  };
}
