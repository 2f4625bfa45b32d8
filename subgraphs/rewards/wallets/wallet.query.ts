/**
 * Reads wallets, batched: one statement for all members that a request asks about at one level.
 *
 * It is `walletBalance` in SQL. Slices of open holds whose time is over count as free already.
 */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { WalletBalance } from '../ledger/wallet.js';

/** One member, as every purchase asks: so written, the plan need not know how many there are and is made once. */
const isAsked = (memberIds: readonly string[]): string =>
  memberIds.length === 1 ? '= ($1::uuid[])[1]' : '= any($1::uuid[])';

/** Lots with something left, as they stand at $2. */
const lotsNow = (
  memberIds: readonly string[],
): string => `select lot.member_id, lot.activates_at, lot.cancels_at, lot.expires_at,
    lot.held - lapsed.points as held, lot.remaining - lot.held + lapsed.points as free
  from lot cross join lateral (
    select case when lot.held = 0 then 0 else (
      select coalesce(sum(slice.points), 0) from held_slice as slice
      where slice.lot_id = lot.id and slice.expires_at <= $2) end as points) as lapsed
  where lot.member_id ${isAsked(memberIds)} and lot.unit = 'PTS' and lot.remaining > 0`;

const NOTHING: WalletBalance = { available: 0n, pending: 0n, held: 0n, debt: 0n };

interface BalanceRow extends WalletBalance {
  readonly memberId: string;
}

/** Gives the balance of each member, in the order asked; zeros for one without a wallet. */
export async function walletBalances(
  runner: SqlRunner,
  memberIds: readonly string[],
  now: Date,
): Promise<WalletBalance[]> {
  const found = await rows<BalanceRow>(
    runner,
    prepared(`select wallet.member_id as "memberId", wallet.debt,
       coalesce(sum(free) filter (where activates_at <= $2 and (expires_at is null or expires_at > $2)), 0)
         - wallet.debt as available,
       coalesce(sum(free) filter (where (activates_at > $2 or activates_at is null and cancels_at > $2)
         and (expires_at is null or expires_at > $2)), 0) as pending,
       coalesce(sum(held), 0) as held
     from wallet left join (${lotsNow(memberIds)}) as lots on lots.member_id = wallet.member_id
     where wallet.member_id ${isAsked(memberIds)} and wallet.unit = 'PTS'
     group by wallet.member_id, wallet.debt`),
    [memberIds, now],
  );
  const byMember = new Map(found.map(({ memberId, ...balance }) => [memberId, balance]));
  return memberIds.map((id) => byMember.get(id.toLowerCase()) ?? NOTHING);
}

export interface UpcomingExpiry {
  readonly memberId: string;
  readonly points: bigint;
  readonly at: Date;
}

async function upcomingExpiries(
  runner: SqlRunner,
  memberIds: readonly string[],
  now: Date,
): Promise<UpcomingExpiry[][]> {
  const found = await rows<UpcomingExpiry>(
    runner,
    `select member_id as "memberId", expires_at as "at", sum(free) as points from (${lotsNow(memberIds)}) as lots
     where expires_at > $2 group by member_id, expires_at having sum(free) > 0 order by expires_at`,
    [memberIds, now],
  );
  return memberIds.map((id) => found.filter((expiry) => expiry.memberId === id));
}

const BALANCES = Symbol('wallet balances');
const EXPIRIES = Symbol('upcoming expiries');

/** Batched and not remembered: a mutation later in the same request must see its own effect. */
export function balanceOf(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<WalletBalance> {
  const read = (ids: readonly string[]) => walletBalances(database, ids, context.clock.now());
  return context.perRequest(BALANCES, () => new DataLoader(read, { cache: false })).load(memberId);
}

export function expiriesOf(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<readonly UpcomingExpiry[]> {
  const read = (ids: readonly string[]) => upcomingExpiries(database, ids, context.clock.now());
  return context.perRequest(EXPIRIES, () => new DataLoader(read, { cache: false })).load(memberId);
}
