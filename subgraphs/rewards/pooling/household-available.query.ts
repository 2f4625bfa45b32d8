/**
 * What members could spend now with the help of their households, batched: what a draw would find, in two statements
 * however many members are asked about.
 */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { WalletBalance } from '../ledger/wallet.js';
import { monthOf } from '../programme/month.js';
import { termsOfRequest } from '../programme/terms.query.js';
import { walletBalances } from '../wallets/wallet.query.js';
import { availableWith } from './drawing.js';

const HOUSEHOLDS = Symbol('points available with households');

/** Gives null for a member of no household. */
export function householdAvailable(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<bigint | null> {
  const read = async (memberIds: readonly string[]) => {
    const now = context.clock.now();
    const since = monthOf(now, await termsOfRequest(database, context));
    return available(database, memberIds, { since, now });
  };
  return context.perRequest(HOUSEHOLDS, () => new DataLoader(read, { cache: false })).load(memberId);
}

interface PoolRow {
  readonly memberId: string;
  readonly monthlyDrawLimit: bigint | null;
  readonly drawn: bigint;
  readonly others: readonly string[];
}

async function available(
  runner: SqlRunner,
  memberIds: readonly string[],
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<(bigint | null)[]> {
  const pools = await rows<PoolRow>(
    runner,
    `select mine.member_id as "memberId", mine.monthly_draw_limit as "monthlyDrawLimit",
       (select coalesce(sum(points - given_back), 0)::bigint from household_draw as draw
         where draw.member_id = mine.member_id and drawn_at >= $2) as drawn,
       array(select member_id from household_member as each
         where each.household_id = mine.household_id and each.member_id <> mine.member_id) as others
     from household_member as mine where mine.member_id = any($1::uuid[])`,
    [memberIds, since],
  );
  if (pools.length === 0) return memberIds.map(() => null);
  const asked = [...new Set(pools.flatMap(({ memberId, others }) => [memberId, ...others]))];
  const balances = await walletBalances(runner, asked, now);
  const balanceOf = (memberId: string) => balances[asked.indexOf(memberId)] as WalletBalance;
  return memberIds.map((memberId) => {
    const pool = pools.find((each) => each.memberId === memberId.toLowerCase());
    if (pool === undefined) return null;
    const { monthlyDrawLimit, drawn } = pool;
    const others = pool.others.map((other) => balanceOf(other).available);
    return availableWith(balanceOf(pool.memberId), { others, monthlyDrawLimit, drawn });
  });
}
