/** Reads and writes gifts, their slices and the lots they became. Writers hold the locks of both wallets. */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { GiftId, LotId, MemberId } from '../../../shared/values/ids.js';
import type { Bind } from '../ledger/bind.js';
import type { LotSlice } from '../ledger/lot.js';
import { holderOfColumn } from '../merging/holders.js';
import type { Gift, GiftLot, GiftState, KeptGift } from './gift.js';
import type { GivenSoFar } from './offering.js';

export const giftColumns = `id, giver_id as "giverId", receiver_id as "receiverId",
  ${holderOfColumn('gift.giver_id')} as "giverHolderId",
  ${holderOfColumn('gift.receiver_id')} as "receiverHolderId", points, message, state,
  offered_at as "offeredAt", lapses_at as "lapsesAt", soonest_expiry as "soonestExpiry", changed_at as "changedAt",
  terms_version as "termsVersion", gift_terms_version as "giftTermsVersion", returned_points as "returnedPoints",
  owed_points as "owedPoints", reversal_reason as "reversalReason"`;

export class GiftStore {
  constructor(private readonly runner: SqlRunner) {}

  async withId(id: string): Promise<KeptGift | null> {
    const [found] = await this.withIds([id]);
    return found ?? null;
  }

  withIds(ids: readonly string[]): Promise<KeptGift[]> {
    return rows<KeptGift>(this.runner, `select ${giftColumns} from gift where id = any($1::uuid[])`, [ids]);
  }

  /** The slices of a gift in the order in which they were taken. */
  slicesOf(id: GiftId): Promise<LotSlice[]> {
    return rows<LotSlice>(
      this.runner,
      `select lot_id as "lotId", issuer_partner_id as "issuerPartnerId", points
       from gift_slice where gift_id = $1 order by position`,
      [id],
    );
  }

  /** The slices of an accepted gift, each with the lot that it became. */
  receivedSlicesOf(id: GiftId): Promise<(LotSlice & { receivedLotId: LotId })[]> {
    return rows(
      this.runner,
      `select slice.lot_id as "lotId", issuer_partner_id as "issuerPartnerId", points,
         gift_lot.lot_id as "receivedLotId"
       from gift_slice as slice join gift_lot using (gift_id, position) where gift_id = $1 order by position`,
      [id],
    );
  }

  /** What counts against the limits: accepted gifts, and offers that are open, by the instant of the offer. */
  async givenSoFar(
    between: { readonly giverId: MemberId; readonly receiverId: MemberId | null },
    since: { readonly day: Date; readonly month: Date; readonly now: Date },
  ): Promise<GivenSoFar> {
    const [found] = await rows<GivenSoFar>(
      this.runner,
      `select coalesce(sum(points) filter (where giver_id = $1 and offered_at >= $3), 0) as "onDay",
         coalesce(sum(points) filter (where giver_id = $1), 0) as "inMonth",
         coalesce(sum(points) filter (where receiver_id = $2), 0) as "received"
       from gift where (giver_id = $1 or receiver_id = $2) and offered_at >= $4
         and (state = 'ACCEPTED' or state = 'OFFERED' and lapses_at > $5)`,
      [between.giverId, between.receiverId, since.day, since.month, since.now],
    );
    return found as GivenSoFar;
  }

  /** The open offers of a giver whose time is over. */
  lapsedOf(giverId: MemberId, now: Date): Promise<Gift[]> {
    return rows<Gift>(
      this.runner,
      prepared(
        `select ${giftColumns} from gift where giver_id = $1 and state = 'OFFERED' and lapses_at <= $2 order by id`,
      ),
      [giverId, now],
    );
  }

  /** Members who have an open offer whose time is over, the longest over first. */
  async giversWithLapsed(now: Date, limit: number): Promise<MemberId[]> {
    const found = await rows<{ giver_id: MemberId }>(
      this.runner,
      `select giver_id from gift where state = 'OFFERED' and lapses_at <= $1
       group by giver_id order by min(lapses_at) limit $2`,
      [now, limit],
    );
    return found.map((row) => row.giver_id);
  }
}

/** A new gift as parts of a statement. */
export function giftParts({ add }: Bind, gift: Gift, slices: readonly LotSlice[]): readonly string[] {
  const lots = add(slices.map((slice) => slice.lotId));
  const issuers = add(slices.map((slice) => slice.issuerPartnerId));
  const points = add(slices.map((slice) => slice.points));
  return [
    `gift_made as (
      insert into gift (id, giver_id, receiver_id, points, message, state, offered_at, lapses_at, soonest_expiry,
        changed_at, terms_version, gift_terms_version)
      values (${add(gift.id)}, ${add(gift.giverId)}, ${add(gift.receiverId)}, ${add(gift.points)}, ${add(gift.message)},
        ${add(gift.state)}, ${add(gift.offeredAt)}, ${add(gift.lapsesAt)}, ${add(gift.soonestExpiry)},
        ${add(gift.changedAt)}, ${add(gift.termsVersion)}, ${add(gift.giftTermsVersion)}))`,
    `gift_slices_made as (
      insert into gift_slice (gift_id, position, lot_id, issuer_partner_id, points)
      select ${add(gift.id)}::uuid, position, lot_id, issuer_partner_id, points
      from unnest(${lots}::uuid[], ${issuers}::uuid[], ${points}::bigint[])
        with ordinality as slice (lot_id, issuer_partner_id, points, position))`,
  ];
}

/** A change of a gift's state as a part of a statement. */
export function giftChangePart({ add }: Bind, gift: Gift, from: GiftState): string {
  return `gift_changed as (
    update gift set state = ${add(gift.state)}, changed_at = ${add(gift.changedAt)},
      returned_points = ${add(gift.returnedPoints)}, owed_points = ${add(gift.owedPoints)},
      reversal_reason = ${add(gift.reversalReason)}
    where id = ${add(gift.id)} and state = ${add(from)})`;
}

/** The lots that the slices of a gift became, as a part of a statement. */
export function giftLotsPart({ add }: Bind, giftId: GiftId, lots: readonly GiftLot[]): string {
  return `gift_lots_made as (
    insert into gift_lot (gift_id, position, lot_id)
    select ${add(giftId)}::uuid, position, lot_id
    from unnest(${add(lots.map((lot) => lot.position))}::smallint[], ${add(lots.map((lot) => lot.lotId))}::uuid[])
      as made (position, lot_id))`;
}
