/**
 * What fills members' wallets against their caps: the balance, pending included, and what was earned in the calendar
 * period of a period cap, less what returns took back of it.
 *
 * A return frees room in the period in which its purchase earned, and no other; what was let off stays earned.
 */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import { dayAfter, dayOf, firstDayOf, startOfDay } from '../wallet-kinds/calendar-days.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';

export interface FilledWallet {
  readonly memberId: string;
  readonly unit: string;
  readonly debt: bigint;
  readonly lastRedeemedAt: Date | null;
  readonly balance: bigint;
  readonly inPeriod: bigint;
}

export interface FilledAt {
  readonly memberIds: readonly string[];
  readonly timeZone: string;
  /** In the periods of this instant. */
  readonly earnedAt: Date;
  readonly now: Date;
}

/** Gives the wallets that are open, of the kinds named, of each member: one statement. */
export function filledWallets(
  runner: SqlRunner,
  kinds: readonly Pick<WalletKind, 'unit' | 'periodCap'>[],
  { memberIds, timeZone, earnedAt, now }: FilledAt,
): Promise<FilledWallet[]> {
  const day = dayOf(earnedAt, timeZone);
  const periods = kinds.map(({ periodCap }) => periodCap?.period ?? 'DAY');
  return rows<FilledWallet>(
    runner,
    `select wallet.member_id as "memberId", wallet.unit, wallet.debt, wallet.last_redeemed_at as "lastRedeemedAt",
       filled.balance - wallet.debt as balance, filled.earned - coalesce(back.taken, 0) as "inPeriod"
     from unnest($3::text[], $4::timestamptz[], $5::timestamptz[]) as kind (unit, starts, ends)
     join wallet on wallet.member_id = any($1::uuid[]) and wallet.unit = kind.unit
     cross join lateral (
       select coalesce(sum(remaining) filter (where closed_as is null and (expires_at is null or expires_at > $2)
           and (activates_at is not null or cancels_at > $2)), 0) as balance,
         coalesce(sum(original) filter (where purchase_id is not null
           and earned_at >= kind.starts and earned_at < kind.ends), 0) as earned,
         array_agg(distinct purchase_id) filter (where purchase_id is not null
           and earned_at >= kind.starts and earned_at < kind.ends) as purchases
       from lot where lot.member_id = wallet.member_id and lot.unit = wallet.unit) as filled
     left join lateral (
       select sum(taken) as taken from return_unit
       where return_unit.purchase_id = any(filled.purchases) and return_unit.unit = wallet.unit) as back on true`,
    [
      memberIds,
      now,
      kinds.map(({ unit }) => unit),
      periods.map((period) => startOfDay(firstDayOf(period, day), timeZone)),
      periods.map((period) => startOfDay(dayAfter(period, day), timeZone)),
    ],
  );
}
