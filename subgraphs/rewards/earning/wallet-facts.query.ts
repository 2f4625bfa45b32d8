/**
 * What is in members' wallets of each kind in force, as far as purchases need it: one statement for all of them.
 *
 * A programme with the shared currency alone and no caps asks nothing here: its one debt came with the lock.
 */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { Bind, rowSource } from '../ledger/bind.js';
import { dayAfter, dayOf, firstDayOf, startOfDay } from '../wallet-kinds/calendar-days.js';
import { hasCap } from '../wallet-kinds/filling.js';
import { MAIN_UNIT, type WalletKind } from '../wallet-kinds/wallet-kind.js';
import type { WalletFacts } from './awarding.js';

export interface MainWallet {
  readonly debt: bigint;
  readonly lastRedeemedAt: Date | null;
}

interface FilledRow {
  readonly place: number;
  readonly unit: string;
  readonly debt: bigint;
  readonly lastRedeemedAt: Date | null;
  readonly balance: bigint;
  readonly inPeriod: bigint;
}

export interface AskedWallets {
  readonly memberId: MemberId | null;
  readonly main: MainWallet;
  readonly earnedAt: Date;
}

interface Asked {
  readonly asked: readonly AskedWallets[];
  readonly timeZone: string;
  readonly now: Date;
}

/** Gives for each that is asked about the facts of each kind, in the order of the kinds. */
export async function walletFacts(
  runner: SqlRunner,
  kinds: readonly WalletKind[],
  { asked, timeZone, now }: Asked,
): Promise<readonly (readonly WalletFacts[])[]> {
  const isPlain = kinds.every((kind) => kind.unit === MAIN_UNIT && !hasCap(kind));
  const found = isPlain ? [] : await readFilled(runner, kinds, { asked, timeZone, now });
  const byName = new Map(found.map((row) => [`${row.place} ${row.unit}`, row]));
  return asked.map(({ main }, place) =>
    kinds.map((kind) => {
      const row = byName.get(`${place} ${kind.unit}`);
      const { debt, lastRedeemedAt } = row ?? (kind.unit === MAIN_UNIT ? main : NEVER_OPENED);
      const filled = hasCap(kind) ? { balance: row?.balance ?? 0n, inPeriod: row?.inPeriod ?? 0n } : null;
      return { kind, debt, lastRedeemedAt, filled };
    }),
  );
}

const NEVER_OPENED: MainWallet = { debt: 0n, lastRedeemedAt: null };

function readFilled(
  runner: SqlRunner,
  kinds: readonly WalletKind[],
  { asked, timeZone, now }: Asked,
): Promise<FilledRow[]> {
  const wallets = asked.flatMap(({ memberId, earnedAt }, place) => {
    const day = dayOf(earnedAt, timeZone);
    return kinds.map(({ unit, periodCap }) => {
      const period = periodCap?.period ?? 'DAY';
      const starts = startOfDay(firstDayOf(period, day), timeZone);
      return { place, memberId, unit, starts, ends: startOfDay(dayAfter(period, day), timeZone) };
    });
  });
  const bind = new Bind();
  const at = bind.add(now);
  const source = rowSource(bind, 'asked', {
    rows: wallets,
    columns: {
      place: ['integer', ({ place }) => place],
      member_id: ['uuid', ({ memberId }) => memberId],
      unit: ['text', ({ unit }) => unit],
      starts: ['timestamptz', ({ starts }) => starts],
      ends: ['timestamptz', ({ ends }) => ends],
    },
  });
  return rows<FilledRow>(
    runner,
    prepared(`select asked.place, wallet.unit, wallet.debt, wallet.last_redeemed_at as "lastRedeemedAt",
       coalesce(sum(lot.remaining) filter (where lot.closed_as is null
         and (lot.expires_at is null or lot.expires_at > ${at})
         and (lot.activates_at is not null or lot.cancels_at > ${at})), 0) - wallet.debt as balance,
       coalesce(sum(lot.original) filter (where lot.purchase_id is not null
         and lot.earned_at >= asked.starts and lot.earned_at < asked.ends), 0)
       - coalesce((select sum(taken) from return_unit where return_unit.unit = wallet.unit
           and return_unit.purchase_id = any(array_agg(lot.purchase_id) filter (where lot.purchase_id is not null
             and lot.earned_at >= asked.starts and lot.earned_at < asked.ends))), 0) as "inPeriod"
     from ${source} join wallet on wallet.member_id = asked.member_id and wallet.unit = asked.unit
     left join lot on lot.member_id = wallet.member_id and lot.unit = wallet.unit
     group by asked.place, wallet.unit, wallet.debt, wallet.last_redeemed_at`),
    bind.values,
  );
}
