/**
 * Reads and writes causes, donations and their running totals.
 *
 * A total is kept in sixteen rows for each currency, by member: donations of different members seldom meet in one.
 */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { CauseId, DonationId, EntryId } from '../../../shared/values/ids.js';
import type { Bind } from '../ledger/bind.js';
import type { Landing } from '../reversals/reversing.js';
import type { Cause } from './cause.js';
import type { Donating } from './donating.js';
import type { Donation } from './undonating.js';

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

/** Whether the member has given to the cause and it was not reversed. The statement sees neither act of its own. */
const hasGiven = (causeId: string, member: string, but = 'null'): string =>
  `exists (select from donation as other where cause_id = ${causeId} and member_id = ${member}
     and other.id is distinct from ${but}::uuid
     and not exists (select from donation_reversal where donation_id = other.id))`;

interface Tallied {
  readonly causeId: string;
  readonly member: string;
  readonly currency: string;
  readonly points: string;
  readonly amountMinor: string;
  readonly donors: string;
}

function tallyPart({ causeId, member, currency, points, amountMinor, donors }: Tallied): string {
  return `tallied as (
      insert into cause_tally (cause_id, currency, shard, points, amount_minor, donors)
      values (${causeId}, ${currency}, hashtext(${member}::uuid::text) & 15, ${points}::bigint, ${amountMinor}::bigint,
        ${donors})
      on conflict (cause_id, currency, shard) do update set points = cause_tally.points + excluded.points,
        amount_minor = cause_tally.amount_minor + excluded.amount_minor,
        donors = cause_tally.donors + excluded.donors)`;
}

/** A donation and its place in the running total, as parts of a statement. The member's wallet is locked. */
export function donationParts(
  { add }: Bind,
  donationId: DonationId,
  { donating, now }: { readonly donating: Donating; readonly now: Date },
): readonly string[] {
  const { cause, memberId, agreement } = donating;
  const causeId = add(cause.id);
  const member = add(memberId);
  const currency = add(agreement.currency);
  const [points, amountMinor] = [add(donating.points), add(donating.amountMinor)];
  const donors = `case when ${hasGiven(causeId, member)} then 0 else 1 end`;
  return [
    `donated as (
      insert into donation (id, cause_id, member_id, partner_id, points, amount_minor, currency, donated_at)
      values (${add(donationId)}, ${causeId}, ${member}, ${add(cause.partnerId)}, ${points}::bigint,
        ${amountMinor}::bigint, ${currency}, ${add(now)}))`,
    tallyPart({ causeId, member, currency, points, amountMinor, donors }),
  ];
}

/** A reversal and what it takes from the running total, as parts of a statement. The member's wallet is locked. */
export function undonationParts(
  { add }: Bind,
  donation: Donation,
  by: {
    readonly entryId: EntryId;
    readonly landing: Landing;
    readonly reason: string;
    readonly reversedBy: string;
    readonly now: Date;
  },
): readonly string[] {
  const { entryId, landing, reason, reversedBy, now } = by;
  const donationId = add(donation.id);
  const causeId = add(donation.causeId);
  const member = add(donation.memberId);
  const donors = `case when ${hasGiven(causeId, member, donationId)} then 0 else -1 end`;
  return [
    `undonated as (
      insert into donation_reversal (donation_id, entry_id, expired_points, debt_paid, reason, reversed_at, reversed_by)
      values (${donationId}, ${add(entryId)}, ${add(landing.expired)}, ${add(landing.debtPaid)}, ${add(reason)},
        ${add(now)}, ${add(reversedBy)}))`,
    tallyPart({
      ...{ causeId, member, donors, currency: add(donation.currency) },
      ...{ points: add(-donation.points), amountMinor: add(-donation.amountMinor) },
    }),
  ];
}
