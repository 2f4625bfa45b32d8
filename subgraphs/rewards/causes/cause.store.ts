/**
 * Reads and writes causes, donations and their running totals.
 *
 * A total is kept in sixteen rows for each currency, by member: donations of different members seldom meet in one.
 */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { CauseId, DonationId } from '../../../shared/values/ids.js';
import type { Bind } from '../ledger/bind.js';
import type { Cause } from './cause.js';
import type { Donating } from './donating.js';

export const causeColumns = `cause.id, name, description, partner_id as "partnerId", goal_points as "goalPoints",
  opened_at as "openedAt", closed_at as "closedAt"`;

export class CauseStore {
  constructor(private readonly runner: SqlRunner) {}

  /** Gives a cause as it is: a donation that crosses with its closing counts, and holds up nobody else's. */
  async withId(id: CauseId): Promise<Cause | null> {
    const [found] = await rows<Cause>(this.runner, `select ${causeColumns} from cause where id = $1`, [id]);
    return found ?? null;
  }

  /** Gives a cause and keeps it from being closed twice. */
  async lockedWithId(id: CauseId): Promise<Cause | null> {
    await rows(this.runner, 'select from cause where id = $1 for update', [id]);
    return this.withId(id);
  }

  async open(cause: Cause, openedBy: string): Promise<void> {
    await rows(
      this.runner,
      `insert into cause (id, name, description, partner_id, goal_points, opened_at, opened_by)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [cause.id, cause.name, cause.description, cause.partnerId, cause.goalPoints, cause.openedAt, openedBy],
    );
  }

  async close(id: CauseId, by: { readonly at: Date; readonly closedBy: string }): Promise<void> {
    await rows(this.runner, 'update cause set closed_at = $2, closed_by = $3 where id = $1', [
      id,
      by.at,
      by.closedBy,
    ]);
  }
}

/** A donation and its place in the running total, as parts of a statement. The member's wallet is locked. */
export function donationParts(
  { add }: Bind,
  donationId: DonationId,
  { donating, now }: { readonly donating: Donating; readonly now: Date },
): readonly string[] {
  const { cause, memberId, points, amountMinor, agreement } = donating;
  const causeId = add(cause.id);
  const member = add(memberId);
  const currency = add(agreement.currency);
  const given = `${add(points)}::bigint, ${add(amountMinor)}::bigint`;
  return [
    `donated as (
      insert into donation (id, cause_id, member_id, partner_id, points, amount_minor, currency, donated_at)
      values (${add(donationId)}, ${causeId}, ${member}, ${add(cause.partnerId)}, ${given}, ${currency}, ${add(now)}))`,
    // The statement does not see its own donation: who gave before is who gave in an earlier one.
    `tallied as (
      insert into cause_tally (cause_id, currency, shard, points, amount_minor, donors)
      values (${causeId}, ${currency}, hashtext(${member}::uuid::text) & 15, ${given},
        case when exists (select from donation where cause_id = ${causeId} and member_id = ${member}) then 0 else 1 end)
      on conflict (cause_id, currency, shard) do update set points = cause_tally.points + excluded.points,
        amount_minor = cause_tally.amount_minor + excluded.amount_minor,
        donors = cause_tally.donors + excluded.donors)`,
  ];
}
