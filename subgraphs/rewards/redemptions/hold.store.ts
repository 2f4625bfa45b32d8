/** Reads and writes holds and their slices. Writers hold the lock of the member's wallet. */
import { type EntityManager, In, MoreThan } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { HoldId, MemberId } from '../../../shared/values/ids.js';
import type { Bind } from '../ledger/bind.js';
import type { LotSlice } from '../ledger/lot.js';
import type { Hold, HoldState } from './hold.js';
import { HoldRow } from './hold.row.js';

export class HoldStore {
  constructor(private readonly manager: EntityManager) {}

  async memberOf(id: HoldId): Promise<MemberId | null> {
    const [found] = await rows<{ member_id: MemberId }>(
      this.manager,
      'select member_id from hold where id = $1',
      [id],
    );
    return found?.member_id ?? null;
  }

  async withId(id: string): Promise<Hold | null> {
    return (await this.manager.findOneBy(HoldRow, { id })) as Hold | null;
  }

  /** Gives the holds of these ids, each at its id's place, null where there is none. */
  async withIds(ids: readonly string[]): Promise<(Hold | null)[]> {
    const found = await this.manager.findBy(HoldRow, { id: In([...ids]) });
    const byId = new Map(found.map((row) => [row.id, row as Hold]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** The open holds of a member, oldest first. */
  async openOf(memberId: string, now: Date): Promise<Hold[]> {
    const found = await this.manager.find(HoldRow, {
      where: { memberId, state: 'HELD', expiresAt: MoreThan(now) },
      order: { heldAt: 'ASC', id: 'ASC' },
    });
    return found as Hold[];
  }

  /** The slices of a hold in the order in which they are spent. */
  slicesOf(id: HoldId): Promise<LotSlice[]> {
    return rows<LotSlice>(
      this.manager,
      `select lot_id as "lotId", issuer_partner_id as "issuerPartnerId", points
       from hold_slice where hold_id = $1 order by position`,
      [id],
    );
  }

  /** The open holds of a member whose time is over, with the slices that they still keep. */
  async lapsedOf(memberId: MemberId, now: Date): Promise<{ hold: Hold; slices: LotSlice[] }[]> {
    const found = await this.manager
      .createQueryBuilder(HoldRow, 'hold')
      .where("hold.member_id = :memberId and hold.state = 'HELD' and hold.expires_at <= :now", {
        memberId,
        now,
      })
      .getMany();
    const holds = found as Hold[];
    return Promise.all(holds.map(async (hold) => ({ hold, slices: await this.slicesOf(hold.id) })));
  }

  /** Members who have a hold whose time is over, the longest over first. */
  async membersWithLapsed(now: Date, limit: number): Promise<MemberId[]> {
    const found = await rows<{ member_id: MemberId }>(
      this.manager,
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
      insert into hold (id, member_id, partner_id, store_id, points, state, held_at, expires_at, changed_at,
        terms_version, agreement_id)
      values (${add(hold.id)}, ${add(hold.memberId)}, ${add(hold.partnerId)}, ${add(hold.storeId)}, ${add(hold.points)},
        ${add(hold.state)}, ${add(hold.heldAt)}, ${add(hold.expiresAt)}, ${add(hold.changedAt)},
        ${add(hold.termsVersion)}, ${add(hold.agreementId)}))`,
    `slices_made as (
      insert into hold_slice (hold_id, position, lot_id, issuer_partner_id, points)
      select ${add(hold.id)}::uuid, position, lot_id, issuer_partner_id, points
      from unnest(${lots}::uuid[], ${issuers}::uuid[], ${points}::bigint[])
        with ordinality as slice (lot_id, issuer_partner_id, points, position))`,
  ];
}

/** The end of an open hold as a part of a statement. */
export function holdEndPart(
  { add }: Bind,
  hold: Hold,
  end: { readonly state: HoldState; readonly capturedPoints: bigint; readonly at: Date },
): string {
  return `hold_ended as (
    update hold set state = ${add(end.state)}, captured_points = ${add(end.capturedPoints)}, changed_at = ${add(end.at)}
    where id = ${add(hold.id)} and state = 'HELD')`;
}
