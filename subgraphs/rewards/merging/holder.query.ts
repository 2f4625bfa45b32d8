/**
 * Who has a member's points now: she herself, or at the end of a chain of merges the one she went into; and where lots
 * of hers went.
 *
 * Before her wallet is locked the answer may be that of a moment ago: a merge locks both wallets and may come first.
 */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { LotId, MemberId } from '../../../shared/values/ids.js';

/** The holder of the member that a column names, as an expression of a statement. */
export const holderOfColumn = (member: string): string =>
  `coalesce((select merged_into from member_copy where member_copy.member_id = ${member}), ${member})`;

/** Those whose points the member that a column names has now, as the source of a statement: none for one who was merged. */
export const heldBy = (member: string): string =>
  `(select ${member} as member_id
      where not exists (select from member_copy as own where own.member_id = ${member} and own.merged_into is not null)
    union all select held.member_id from member_copy as held where held.merged_into = ${member})`;

export async function holderOf(runner: SqlRunner, memberId: MemberId): Promise<MemberId> {
  const [found] = await rows<{ holder_id: MemberId }>(
    runner,
    `select ${holderOfColumn('asked.member_id')} as holder_id from (select $1::uuid) as asked (member_id)`,
    [memberId],
  );
  return (found as { holder_id: MemberId }).holder_id;
}

/**
 * The lots that moves made of others, however often they moved on, as the source of a statement: each as it is, with
 * the lot that all of it came from as `root_lot_id`.
 *
 * @param roots - an expression that gives the ids of the others as an array
 */
export const movedFrom = (roots: string): string => `(with recursive moved as (
    select origin_lot_id as root_lot_id, lot_id from lot_origin where origin_lot_id = any(${roots})
    union all select root_lot_id, next.lot_id from moved join lot_origin as next on next.origin_lot_id = moved.lot_id)
  select root_lot_id, lot.* from moved join lot on lot.id = moved.lot_id)`;

export interface MovedTo {
  readonly rootLotId: LotId;
  readonly lotId: LotId;
}

/** Which lots of a member are made of these, the older first. */
export function lotsMadeOf(
  runner: SqlRunner,
  lotIds: readonly LotId[],
  memberId: MemberId,
): Promise<readonly MovedTo[]> {
  return rows<MovedTo>(
    runner,
    `select root_lot_id as "rootLotId", id as "lotId" from ${movedFrom('$1::uuid[]')} as made
     where member_id = $2 order by id`,
    [lotIds, memberId],
  );
}
