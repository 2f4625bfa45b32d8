/**
 * Finds the next members for whom a step of the night has something to do, in the order of their ids: each call goes on
 * in an index where the last one ended, so that a step reads the open lots once, however many chunks it takes.
 */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';
import type { NightRun } from './night-run.js';

/** A place in a step: after which member, and at most how many. */
export interface Place {
  readonly after: string | null;
  readonly limit: number;
}

const EXPIRED = 'remaining > 0 and remaining > held and expires_at <= $3';
const OVERDUE = 'activates_at is null and closed_as is null and cancels_at <= $3';

export class DueMembersStore {
  constructor(private readonly runner: SqlRunner) {}

  private async members(
    from: string,
    { after, limit }: Place,
    values: readonly unknown[],
  ): Promise<MemberId[]> {
    const found = await rows<{ member_id: MemberId }>(
      this.runner,
      `select distinct lot.member_id from ${from} and ($1::uuid is null or lot.member_id > $1)
       order by lot.member_id limit $2`,
      [after, limit, ...values],
    );
    return found.map((row) => row.member_id);
  }

  /** Whose points became usable by their time; what was usable when it was written down is no news. */
  activated({ since, asOf }: NightRun, place: Place): Promise<MemberId[]> {
    const isNews = `exists (select from entry where entry.id = lot.entry_id and posted_at < lot.activates_at)`;
    return this.members(
      `lot where remaining > 0 and activates_at > earned_at and cancels_at is null
         and activates_at > $3 and activates_at <= $4 and ${isNews}`,
      place,
      [since, asOf],
    );
  }

  overdue({ asOf }: NightRun, place: Place): Promise<MemberId[]> {
    return this.members(`lot where ${OVERDUE}`, place, [asOf]);
  }

  expired({ asOf }: NightRun, place: Place): Promise<MemberId[]> {
    return this.members(`lot where ${EXPIRED}`, place, [asOf]);
  }

  /** Who has something due after all, such as points that a hold let go behind the step that wanted them. */
  left({ asOf }: NightRun, place: Place): Promise<MemberId[]> {
    return this.members(`lot where (${EXPIRED} or ${OVERDUE})`, place, [asOf]);
  }

  /** Who has lots that are not under the expiry of the whole balance though their kind says so. */
  unaligned(kinds: readonly WalletKind[], now: Date, place: Place): Promise<MemberId[]> {
    return this.members(
      `lot join unnest($3::text[], $4::integer[]) as kind (unit, version) on kind.unit = lot.unit
         join wallet on wallet.member_id = lot.member_id and wallet.unit = lot.unit
       where lot.remaining > 0 and lot.activates_at is not null and (lot.expires_at is null or lot.expires_at > $5)
         and (wallet.resets_by_version is distinct from kind.version
           or lot.expires_at is distinct from least(lot.own_expires_at, wallet.resets_at))`,
      place,
      [kinds.map(({ unit }) => unit), kinds.map(({ version }) => version), now],
    );
  }
}

export interface ActivatedLot {
  readonly id: string;
  readonly memberId: MemberId;
  readonly unit: string;
  readonly remaining: bigint;
  readonly held: bigint;
}

/** The lots of members that became usable by their time in the span of a run. */
export function activatedLots<OneLot extends ActivatedLot>(
  runner: SqlRunner,
  memberIds: readonly MemberId[],
  { since, asOf }: NightRun,
): Promise<OneLot[]> {
  return rows<OneLot>(
    runner,
    `select id, member_id as "memberId", unit, remaining, held from lot
     where member_id = any($1::uuid[]) and remaining > 0 and activates_at > earned_at and cancels_at is null
       and activates_at > $2 and activates_at <= $3
       and exists (select from entry where entry.id = lot.entry_id and posted_at < lot.activates_at)
     order by member_id, id`,
    [memberIds, since, asOf],
  );
}
