/**
 * What is in a member's wallets of each kind in force, as far as a purchase needs it.
 *
 * A programme with the shared currency alone and no caps asks nothing here: its one debt came with the lock.
 */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { dayAfter, dayOf, firstDayOf, startOfDay } from '../wallet-kinds/calendar-days.js';
import { hasCap } from '../wallet-kinds/filling.js';
import { MAIN_UNIT, type WalletKind } from '../wallet-kinds/wallet-kind.js';
import type { WalletFacts } from './awarding.js';

export interface MainWallet {
  readonly debt: bigint;
  readonly lastRedeemedAt: Date | null;
}

interface FilledRow {
  readonly unit: string;
  readonly debt: bigint;
  readonly lastRedeemedAt: Date | null;
  readonly balance: bigint;
  readonly inPeriod: bigint;
}

interface Asked {
  readonly memberId: MemberId | null;
  readonly main: MainWallet;
  readonly timeZone: string;
  readonly earnedAt: Date;
  readonly now: Date;
}

/** Gives the facts of each kind, in the order of the kinds. */
export async function walletFacts(
  runner: SqlRunner,
  kinds: readonly WalletKind[],
  asked: Asked,
): Promise<readonly WalletFacts[]> {
  const isPlain = kinds.every((kind) => kind.unit === MAIN_UNIT && !hasCap(kind));
  const found = isPlain || asked.memberId === null ? [] : await readFilled(runner, kinds, asked);
  return kinds.map((kind) => {
    const row = found.find(({ unit }) => unit === kind.unit);
    const { debt, lastRedeemedAt } = row ?? (kind.unit === MAIN_UNIT ? asked.main : NEVER_OPENED);
    const filled = hasCap(kind) ? { balance: row?.balance ?? 0n, inPeriod: row?.inPeriod ?? 0n } : null;
    return { kind, debt, lastRedeemedAt, filled };
  });
}

const NEVER_OPENED: MainWallet = { debt: 0n, lastRedeemedAt: null };

function readFilled(
  runner: SqlRunner,
  kinds: readonly WalletKind[],
  { memberId, timeZone, earnedAt, now }: Asked,
): Promise<FilledRow[]> {
  const day = dayOf(earnedAt, timeZone);
  const periods = kinds.map(({ periodCap }) => periodCap?.period ?? 'DAY');
  return rows<FilledRow>(
    runner,
    `select wallet.unit, wallet.debt, wallet.last_redeemed_at as "lastRedeemedAt",
       coalesce(sum(lot.remaining) filter (where lot.closed_as is null
         and (lot.expires_at is null or lot.expires_at > $2)
         and (lot.activates_at is not null or lot.cancels_at > $2)), 0) - wallet.debt as balance,
       coalesce(sum(lot.original) filter (where lot.purchase_id is not null
         and lot.earned_at >= kind.starts and lot.earned_at < kind.ends), 0) as "inPeriod"
     from unnest($3::text[], $4::timestamptz[], $5::timestamptz[]) as kind (unit, starts, ends)
     join wallet on wallet.member_id = $1 and wallet.unit = kind.unit
     left join lot on lot.member_id = wallet.member_id and lot.unit = wallet.unit
     group by wallet.unit, wallet.debt, wallet.last_redeemed_at`,
    [
      memberId,
      now,
      kinds.map(({ unit }) => unit),
      periods.map((period) => startOfDay(firstDayOf(period, day), timeZone)),
      periods.map((period) => startOfDay(dayAfter(period, day), timeZone)),
    ],
  );
}
