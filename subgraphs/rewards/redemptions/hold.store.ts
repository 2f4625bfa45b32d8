/** Reads and writes holds and their slices. Writers hold the lock of the member's wallet. */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { HoldId, MemberId, StoreId } from '../../../shared/values/ids.js';
import type { Bind } from '../ledger/bind.js';
import type { LotSlice } from '../ledger/lot.js';
import type { CaptureRecord } from './capture-entry.js';
import { type Hold, leftOf } from './hold.js';
import type { ReceiptFacts } from './holding.js';

const COLUMNS = `id, member_id as "memberId", partner_id as "partnerId", store_id as "storeId",
  receipt_number as "receiptNumber", buyer_id as "buyerId", points,
  captured_points as "capturedPoints", state, held_at as "heldAt",
  expires_at as "expiresAt", changed_at as "changedAt", terms_version as "termsVersion", agreement_id as "agreementId"`;

export class HoldStore {
  constructor(private readonly runner: SqlRunner) {}

  async memberOf(id: HoldId): Promise<MemberId | null> {
    const [found] = await rows<{ member_id: MemberId }>(
      this.runner,
      prepared('select member_id from hold where id = $1'),
      [id],
    );
    return found?.member_id ?? null;
  }

  async withId(id: string): Promise<Hold | null> {
    const [found] = await this.withIds([id]);
    return found ?? null;
  }

  /** Gives the holds of these ids, each at its id's place, null where there is none. */
  async withIds(ids: readonly string[]): Promise<(Hold | null)[]> {
    const found = await rows<Hold>(
      this.runner,
      prepared(`select ${COLUMNS} from hold where id = any($1::uuid[])`),
      [ids],
    );
    const byId = new Map<string, Hold>(found.map((hold) => [hold.id, hold]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** The open holds of a member, oldest first. */
  async openOf(memberId: string, now: Date): Promise<Hold[]> {
    return rows<Hold>(
      this.runner,
      prepared(
        `select ${COLUMNS} from hold where member_id = $1 and state = 'HELD' and expires_at > $2 order by held_at, id`,
      ),
      [memberId, now],
    );
  }

  /** The slices of a hold in the order in which they are spent. */
  slicesOf(id: HoldId): Promise<LotSlice[]> {
    return rows<LotSlice>(
      this.runner,
      prepared(`select lot_id as "lotId", issuer_partner_id as "issuerPartnerId", points
       from hold_slice where hold_id = $1 order by position`),
      [id],
    );
  }

  /** The part of the slices that is not captured yet. */
  async leftOf({ id, capturedPoints }: Hold): Promise<readonly LotSlice[]> {
    return leftOf(await this.slicesOf(id), capturedPoints);
  }

  /** The open holds of a member whose time is over, with the slices that they still keep. */
  async lapsedOf(memberId: MemberId, now: Date): Promise<{ hold: Hold; slices: readonly LotSlice[] }[]> {
    const holds = await rows<Hold>(
      this.runner,
      prepared(`select ${COLUMNS} from hold where member_id = $1 and state = 'HELD' and expires_at <= $2`),
      [memberId, now],
    );
    return Promise.all(holds.map(async (hold) => ({ hold, slices: await this.leftOf(hold) })));
  }

  /** What is known of a receipt that is paid: the lots it earned, and what holds pay of it, reversals taken off. */
  async onReceipt(storeId: StoreId, receiptNumber: string, now: Date): Promise<ReceiptFacts> {
    const [found] = await rows<ReceiptFacts>(
      this.runner,
      prepared(`select coalesce((select lot_ids from purchase where store_id = $1 and receipt_number = $2), '{}')
           as "receiptLots",
         coalesce(sum(case when state = 'HELD' and expires_at > $3 then points else captured_points end
           - (select coalesce(sum(capture_reversal.points), 0) from capture join capture_reversal
                on capture_id = capture.id where capture.hold_id = hold.id)), 0)::bigint as "paidOnReceipt"
       from hold where store_id = $1 and receipt_number = $2`),
      [storeId, receiptNumber, now],
    );
    return found as ReceiptFacts;
  }

  /** Members who have a hold whose time is over, the longest over first. */
  async membersWithLapsed(now: Date, limit: number): Promise<MemberId[]> {
    const found = await rows<{ member_id: MemberId }>(
      this.runner,
      `select member_id from hold where state = 'HELD' and expires_at <= $1
       group by member_id order by min(expires_at) limit $2`,
      [now, limit],
    );
    return found.map((row) => row.member_id);
  }
}

/** A new hold as parts of a statement. */
export function holdParts({ add }: Bind, hold: Hold, slices: readonly LotSlice[]): readonly string[] {
  const lots = add(slices.map((slice) => slice.lotId));
  const issuers = add(slices.map((slice) => slice.issuerPartnerId));
  const points = add(slices.map((slice) => slice.points));
  return [
    `hold_made as (
      insert into hold (id, member_id, partner_id, store_id, receipt_number, buyer_id, points, state, held_at,
        expires_at, changed_at, terms_version, agreement_id)
      values (${add(hold.id)}, ${add(hold.memberId)}, ${add(hold.partnerId)}, ${add(hold.storeId)},
        ${add(hold.receiptNumber)}, ${add(hold.buyerId)}, ${add(hold.points)}, ${add(hold.state)},
        ${add(hold.heldAt)}, ${add(hold.expiresAt)}, ${add(hold.changedAt)},
        ${add(hold.termsVersion)}, ${add(hold.agreementId)}))`,
    `slices_made as (
      insert into hold_slice (hold_id, position, lot_id, issuer_partner_id, points)
      select ${add(hold.id)}::uuid, position, lot_id, issuer_partner_id, points
      from unnest(${lots}::uuid[], ${issuers}::uuid[], ${points}::bigint[])
        with ordinality as slice (lot_id, issuer_partner_id, points, position))`,
  ];
}

/** A capture as a part of a statement, beside the entry that it causes. */
export function capturePart({ add }: Bind, capture: CaptureRecord): string {
  return `capture_made as (
    insert into capture (id, hold_id, points_before, points, amount_minor, currency, entry_id, captured_at, captured_by)
    values (${add(capture.id)}, ${add(capture.holdId)}, ${add(capture.pointsBefore)}, ${add(capture.points)},
      ${add(capture.amountMinor)}, ${add(capture.currency)}, ${add(capture.entryId)}, ${add(capture.capturedAt)},
      ${add(capture.capturedBy)}))`;
}

/** An open hold as a capture or its end makes it, as a part of a statement. */
export function holdChangePart({ add }: Bind, changed: Hold): string {
  return `hold_changed as (
    update hold set state = ${add(changed.state)}, captured_points = ${add(changed.capturedPoints)},
      changed_at = ${add(changed.changedAt)}
    where id = ${add(changed.id)} and state = 'HELD')`;
}
