/**
 * What was in a member's wallet at a past instant, from the entries posted up to it.
 *
 * Points of a lot are the sum of its postings until then, held ones those of holds that were open, and whether a lot
 * could be used follows from its moments; nothing is read of the balances that are kept.
 */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { WalletBalance } from '../ledger/wallet.js';

interface BalanceRow extends WalletBalance {
  readonly memberId: string;
}

const NOTHING: WalletBalance = { available: 0n, pending: 0n, held: 0n, debt: 0n };

/** Lots of the members with what was left and what was held of them at $2. */
const LOTS_THEN = `select lot.member_id, lot.activates_at, lot.cancels_at, lot.expires_at,
    posted.points - kept.points as free, kept.points as held
  from (
    select lot_id, sum(amount) as points from entry join posting on entry_id = entry.id
    where entry.member_id = any($1::uuid[]) and posted_at <= $2 and lot_id is not null group by lot_id) as posted
  join lot on lot.id = posted.lot_id and lot.unit = 'PTS'
  cross join lateral (
    select coalesce(sum(slice.points), 0) as points from hold_slice as slice join hold on hold.id = slice.hold_id
    where slice.lot_id = lot.id and held_at <= $2 and hold.expires_at > $2
      and (state = 'HELD' or changed_at > $2)) as kept`;

const DEBTS_THEN = `select entry.member_id, -sum(amount) as debt from entry join posting on entry_id = entry.id
  where entry.member_id = any($1::uuid[]) and posted_at <= $2 and lot_id is null and unit = 'PTS'
    and account = 'member:' || entry.member_id group by entry.member_id`;

async function balancesThen(
  database: DataSource,
  memberIds: readonly string[],
  at: Date,
): Promise<WalletBalance[]> {
  const found = await rows<BalanceRow>(
    database,
    `with lots as (${LOTS_THEN}), debts as (${DEBTS_THEN}),
     sums as (
       select member_id,
         sum(free) filter (where activates_at <= $2 and (expires_at is null or expires_at > $2)) as active,
         sum(free) filter (where (activates_at > $2 or activates_at is null and cancels_at > $2)
           and (expires_at is null or expires_at > $2)) as pending,
         sum(held) as held
       from lots group by member_id)
     select member as "memberId", coalesce(active, 0) - coalesce(debt, 0) as available,
       coalesce(pending, 0) as pending, coalesce(held, 0) as held, coalesce(debt, 0) as debt
     from unnest($1::uuid[]) as member
       left join sums on sums.member_id = member left join debts on debts.member_id = member`,
    [memberIds, at],
  );
  const byMember = new Map(found.map(({ memberId, ...balance }) => [memberId, balance]));
  return memberIds.map((id) => byMember.get(id.toLowerCase()) ?? NOTHING);
}

const BALANCES_THEN = Symbol('balances as of instants');

/** Batched by instant: the same instant of many members is one statement. */
export function balanceAsOf(
  database: DataSource,
  context: RequestContext,
  asked: { readonly memberId: string; readonly at: Date },
): Promise<WalletBalance> {
  const loaders = context.perRequest(
    BALANCES_THEN,
    () => new Map<number, DataLoader<string, WalletBalance>>(),
  );
  const instant = asked.at.getTime();
  const loader =
    loaders.get(instant) ?? new DataLoader((ids) => balancesThen(database, ids, asked.at), { cache: false });
  loaders.set(instant, loader);
  return loader.load(asked.memberId);
}
