/** Reads and writes merges. A merge is never deleted; its undoing is written beside it once. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { Merge } from './merge.js';

const MERGE = `select id, source_member_id as "sourceMemberId", target_member_id as "targetMemberId", reason,
    merged_at as "mergedAt", merged_by as "mergedBy", card_numbers as "cardNumbers",
    seat_household_id as "seatHouseholdId", undone_at as "undoneAt", undone_by as "undoneBy",
    undo_reason as "undoReason"
  from member_merge`;

export class MergeStore {
  constructor(private readonly runner: SqlRunner) {}

  async add(merge: Merge): Promise<void> {
    await rows(
      this.runner,
      `insert into member_merge (id, source_member_id, target_member_id, reason, merged_at, merged_by,
         card_numbers, seat_household_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        merge.id,
        merge.sourceMemberId,
        merge.targetMemberId,
        merge.reason,
        merge.mergedAt,
        merge.mergedBy,
        merge.cardNumbers,
        merge.seatHouseholdId,
      ],
    );
  }

  async withId(id: string): Promise<Merge | null> {
    const [found = null] = await rows<Merge>(this.runner, `${MERGE} where id = $1`, [id]);
    return found;
  }

  async undo(
    id: string,
    undoing: { readonly at: Date; readonly by: string; readonly reason: string },
  ): Promise<void> {
    await rows(
      this.runner,
      'update member_merge set undone_at = $2, undone_by = $3, undo_reason = $4 where id = $1',
      [id, undoing.at, undoing.by, undoing.reason],
    );
  }

  /** Gives the merges in which these members went or stayed, each list at its member's place, oldest first. */
  async ofMembers(memberIds: readonly string[]): Promise<Merge[][]> {
    const found = await rows<Merge>(
      this.runner,
      `${MERGE} where source_member_id = any($1::uuid[]) or target_member_id = any($1::uuid[])
       order by merged_at, id`,
      [memberIds],
    );
    return memberIds.map((id) =>
      found.filter((merge) => merge.sourceMemberId === id || merge.targetMemberId === id),
    );
  }
}
