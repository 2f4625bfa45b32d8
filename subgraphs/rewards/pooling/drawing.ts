/**
 * What a member may draw from the points of her household for a redemption, and from which lots.
 *
 * She spends her own points first. Of the others' it is soonest to expire first, whoever has them, never more than one
 * has available, and never more in a calendar month than the household allows her. Who owes points draws none.
 */
import type { MemberId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { byBurnOrder, freePoints, lotState } from '../ledger/lot.js';
import type { MovableLot, MovableWallet } from '../ledger/moving.js';
import { type WalletBalance, walletBalance } from '../ledger/wallet.js';

export interface HouseholdDrawExceeded {
  readonly kind: 'HouseholdDrawExceeded';
  /** The most that may be drawn in a calendar month. */
  readonly most: Points;
  readonly drawn: Points;
  readonly asked: Points;
}

/** Another member of the household. */
export interface Contributor {
  readonly memberId: MemberId;
  readonly wallet: MovableWallet;
}

export interface DrawFacts {
  readonly own: MovableWallet;
  readonly contributors: readonly Contributor[];
  /** Null: no limit. */
  readonly monthlyDrawLimit: Points | null;
  /** Drawn in this calendar month already, less what was given back. */
  readonly drawn: Points;
  readonly now: Date;
}

/** What one member gives of her lots. */
export interface Contribution {
  readonly memberId: MemberId;
  readonly lots: readonly { readonly lot: MovableLot; readonly points: Points }[];
}

/** Gives what must be drawn so that `asked` points can be spent; nothing when the pool could not make it enough. */
export function decideDraw(
  asked: Points,
  facts: DrawFacts,
): Result<readonly Contribution[], HouseholdDrawExceeded> {
  const { own, contributors, monthlyDrawLimit: most, drawn, now } = facts;
  const needed = asked - walletBalance(own.lots, own.debt, now).available;
  const pools = contributors.map((contributor) => ({
    ...contributor,
    available: availableOf(contributor, now),
  }));
  const pool = pools.reduce((sum, { available }) => sum + available, 0n);
  if (needed <= 0n || own.debt > 0n || needed > pool) return ok([]);
  if (most !== null && drawn + needed > most) {
    return refused({ kind: 'HouseholdDrawExceeded', most, drawn, asked: needed });
  }
  return ok(contributionsOf(pools, needed, now));
}

/** What a member could spend now: her own, and of the others' what she may draw. Who owes points draws none. */
export function availableWith(
  own: WalletBalance,
  pool: Pick<DrawFacts, 'monthlyDrawLimit' | 'drawn'> & { readonly others: readonly Points[] },
): Points {
  if (own.debt > 0n) return own.available;
  const { others, monthlyDrawLimit: most, drawn } = pool;
  const there = others.reduce((sum, points) => sum + (points > 0n ? points : 0n), 0n);
  const allowed = most === null ? there : least(there, most - drawn);
  return own.available + (allowed > 0n ? allowed : 0n);
}

function availableOf({ wallet }: Contributor, now: Date): Points {
  const { available } = walletBalance(wallet.lots, wallet.debt, now);
  return available > 0n ? available : 0n;
}

function contributionsOf(
  pools: readonly (Contributor & { readonly available: Points })[],
  needed: Points,
  now: Date,
): readonly Contribution[] {
  const left = new Map(pools.map(({ memberId, available }) => [memberId, available]));
  const given = new Map<MemberId, { lot: MovableLot; points: Points }[]>();
  const usable = pools
    .flatMap(({ memberId, wallet }) => wallet.lots.map((lot) => ({ memberId, lot })))
    .filter(({ lot }) => lotState(lot, now) === 'ACTIVE')
    .sort((a, b) => byBurnOrder(a.lot, b.lot));
  let missing = needed;
  for (const { memberId, lot } of usable) {
    const points = least(freePoints(lot), left.get(memberId) ?? 0n, missing);
    if (points <= 0n) continue;
    given.set(memberId, [...(given.get(memberId) ?? []), { lot, points }]);
    left.set(memberId, (left.get(memberId) ?? 0n) - points);
    missing -= points;
  }
  return [...given].map(([memberId, lots]) => ({ memberId, lots }));
}

function least(...amounts: readonly [Points, ...Points[]]): Points {
  return amounts.reduce((smallest, amount) => (amount < smallest ? amount : smallest));
}
