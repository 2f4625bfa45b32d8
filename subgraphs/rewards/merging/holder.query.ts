/**
 * Who has a member's points now: she herself, or at the end of a chain of merges the one she went into; and where lots
 * of hers went.
 *
 * Before her wallet is locked the answer may be that of a moment ago: a merge locks both wallets and may come first.
 */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { LotId, MemberId } from '../../../shared/values/ids.js';
import { holderOfColumn, movedFrom } from './holders.js';

export async function holderOf(runner: SqlRunner, memberId: MemberId): Promise<MemberId> {
  const [found] = await rows<{ holder_id: MemberId }>(
    runner,
    `select ${holderOfColumn('asked.member_id')} as holder_id from (select $1::uuid) as asked (member_id)`,
    [memberId],
  );
  return (found as { holder_id: MemberId }).holder_id;
}

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
