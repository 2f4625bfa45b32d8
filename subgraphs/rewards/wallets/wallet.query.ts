/**
 * Reads wallets, batched: one statement for all members that a request asks about at one level.
 *
 * It is `walletBalance` in SQL. Slices of open holds and offers whose time is over count as free already.
 */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import type { WalletBalance } from '../ledger/wallet.js';

/** One member, as every purchase asks: so written, the plan need not know how many there are and is made once. */
const isAsked = (memberIds: readonly string[]): string =>
  memberIds.length === 1 ? '= ($1::uuid[])[1]' : '= any($1::uuid[])';

/** Units, in the same way. */
const isAskedUnit = (units: readonly string[]): string =>
  units.length === 1 ? '= ($3::text[])[1]' : '= any($3::text[])';

/** What of a lot is set aside for something whose time is over: it counts as free though it was not tidied away yet. */
const LAPSED = `select slice.points from held_slice as slice
    where slice.lot_id = lot.id and slice.expires_at <= $2
  union all select slice.points from gift_slice as slice join gift on gift.id = slice.gift_id
    where slice.lot_id = lot.id and gift.state = 'OFFERED' and gift.lapses_at <= $2`;

/** Lots with something left of the units $3, as they stand at $2. */
export const lotsNow = (
  memberIds: readonly string[],
  units: readonly string[],
): string => `select lot.member_id, lot.unit, lot.activates_at, lot.cancels_at, lot.expires_at,
    lot.held - lapsed.points as held, lot.remaining - lot.held + lapsed.points as free
  from lot cross join lateral (
    select case when lot.held = 0 then 0 else (
      select coalesce(sum(slices.points), 0) from (${LAPSED}) as slices) end as points) as lapsed
  where lot.member_id ${isAsked(memberIds)} and lot.unit ${isAskedUnit(units)} and lot.remaining > 0`;

const NOTHING: WalletBalance = { available: 0n, pending: 0n, held: 0n, debt: 0n };

/** One kind of wallet of one member. */
export interface WalletRef {
  readonly memberId: string;
  readonly unit: string;
}

interface BalanceRow extends WalletBalance, WalletRef {}

const refName = ({ memberId, unit }: WalletRef): string => `${memberId.toLowerCase()} ${unit}`;

function membersAndUnits(refs: readonly WalletRef[]): readonly [string[], string[]] {
  return [[...new Set(refs.map(({ memberId }) => memberId))], [...new Set(refs.map(({ unit }) => unit))]];
}

/** Gives the balance of each wallet, in the order asked; zeros for one that was never opened. */
async function balancesOf(
  runner: SqlRunner,
  refs: readonly WalletRef[],
  now: Date,
): Promise<WalletBalance[]> {
  const [memberIds, units] = membersAndUnits(refs);
  const found = await rows<BalanceRow>(
    runner,
    prepared(`select wallet.member_id as "memberId", wallet.unit, wallet.debt,
       coalesce(sum(free) filter (where activates_at <= $2 and (expires_at is null or expires_at > $2)), 0)
         - wallet.debt as available,
       coalesce(sum(free) filter (where (activates_at > $2 or activates_at is null and cancels_at > $2)
         and (expires_at is null or expires_at > $2)), 0) as pending,
       coalesce(sum(held), 0) as held
     from wallet left join (${lotsNow(memberIds, units)}) as lots
       on lots.member_id = wallet.member_id and lots.unit = wallet.unit
     where wallet.member_id ${isAsked(memberIds)} and wallet.unit ${isAskedUnit(units)}
     group by wallet.member_id, wallet.unit, wallet.debt`),
    [memberIds, now, units],
  );
  const byName = new Map(
    found.map(({ memberId, unit, ...balance }) => [refName({ memberId, unit }), balance]),
  );
  return refs.map((ref) => byName.get(refName(ref)) ?? NOTHING);
}

/** Gives the balance of the shared currency of each member, in the order asked; zeros for one without a wallet. */
export function walletBalances(
  runner: SqlRunner,
  memberIds: readonly string[],
  now: Date,
): Promise<WalletBalance[]> {
  const refs = memberIds.map((memberId) => ({ memberId, unit: POINTS_UNIT }));
  return balancesOf(runner, refs, now);
}

export interface UpcomingExpiry extends WalletRef {
  readonly points: bigint;
  readonly at: Date;
}

async function upcomingExpiries(
  runner: SqlRunner,
  refs: readonly WalletRef[],
  now: Date,
): Promise<UpcomingExpiry[][]> {
  const [memberIds, units] = membersAndUnits(refs);
  const found = await rows<UpcomingExpiry>(
    runner,
    `select member_id as "memberId", unit, expires_at as "at", sum(free) as points
     from (${lotsNow(memberIds, units)}) as lots where expires_at > $2
     group by member_id, unit, expires_at having sum(free) > 0 order by expires_at`,
    [memberIds, now, units],
  );
  return refs.map((ref) => found.filter((expiry) => refName(expiry) === refName(ref)));
}

const BALANCES = Symbol('wallet balances');
const EXPIRIES = Symbol('upcoming expiries');

/** Batched and not remembered: a mutation later in the same request must see its own effect. */
export function balanceOf(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<WalletBalance> {
  return balanceOfUnit(database, context, { memberId, unit: POINTS_UNIT });
}

export function balanceOfUnit(
  database: DataSource,
  context: RequestContext,
  wallet: WalletRef,
): Promise<WalletBalance> {
  const read = (refs: readonly WalletRef[]) => balancesOf(database, refs, context.clock.now());
  return context.perRequest(BALANCES, () => new DataLoader(read, { cache: false })).load(wallet);
}

export function expiriesOf(
  database: DataSource,
  context: RequestContext,
  wallet: WalletRef,
): Promise<readonly UpcomingExpiry[]> {
  const read = (refs: readonly WalletRef[]) => upcomingExpiries(database, refs, context.clock.now());
  return context.perRequest(EXPIRIES, () => new DataLoader(read, { cache: false })).load(wallet);
}
