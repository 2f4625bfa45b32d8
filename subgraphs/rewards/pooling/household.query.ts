/** Reads households as a draw needs them. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { HoldId, LotId, MemberId } from '../../../shared/values/ids.js';

export interface PoolOf {
  readonly householdId: string;
  readonly monthlyDrawLimit: bigint | null;
  /** All who pool, the one who asks among them, in the order in which their wallets are locked. */
  readonly memberIds: readonly MemberId[];
}

/** Gives the household of a member; null for a member of none. */
export async function poolOf(runner: SqlRunner, memberId: MemberId): Promise<PoolOf | null> {
  const [found] = await rows<PoolOf>(
    runner,
    `select mine.household_id as "householdId", mine.monthly_draw_limit as "monthlyDrawLimit",
       array(select member_id from household_member as each where each.household_id = mine.household_id
         order by member_id) as "memberIds"
     from household_member as mine where mine.member_id = $1`,
    [memberId],
  );
  return found ?? null;
}

/** What a member drew since an instant, less what was given back. */
export async function drawnSince(runner: SqlRunner, memberId: MemberId, since: Date): Promise<bigint> {
  const [found] = await rows<{ drawn: bigint }>(
    runner,
    `select coalesce(sum(points - given_back), 0) as drawn from household_draw
     where member_id = $1 and drawn_at >= $2`,
    [memberId, since],
  );
  return found?.drawn ?? 0n;
}

export interface EndedDraw {
  readonly id: string;
  readonly holdId: HoldId;
  readonly memberId: MemberId;
}

/** Draws of members whose hold has ended and of whose points something is left. */
export function endedDraws(runner: SqlRunner, memberIds: readonly string[]): Promise<readonly EndedDraw[]> {
  return rows(
    runner,
    `select draw.id, draw.hold_id as "holdId", draw.member_id as "memberId" from household_draw as draw
       join hold on hold.id = draw.hold_id
     where draw.member_id = any($1::uuid[]) and hold.state <> 'HELD' and exists (
       select from lot_origin join lot on lot.id = lot_origin.lot_id
       where lot_origin.cause_id = draw.id and lot.remaining > lot.held)
     order by draw.id`,
    [memberIds],
  );
}

/** Who owns the lots that these came from. */
export function ownersOf(
  runner: SqlRunner,
  lotIds: readonly LotId[],
): Promise<readonly { readonly lotId: LotId; readonly memberId: MemberId }[]> {
  return rows(runner, 'select id as "lotId", member_id as "memberId" from lot where id = any($1::uuid[])', [
    lotIds,
  ]);
}
