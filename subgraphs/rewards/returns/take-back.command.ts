/**
 * Takes back what goods gave, unit by unit, from the wallet of whoever has the points now: the buyer, or the member
 * whom she was merged into. The wallets are locked by the transaction.
 *
 * What lapsed at the buyer before a merge was lost there, and is taken there: in an entry of its own.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { cancelItemRewards } from '../item-rewards/cancel-item-rewards.command.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { freePoints } from '../ledger/lot.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import type { OwnShare } from '../ledger/taking-back.js';
import { lotsMadeOf } from '../merging/holder.query.js';
import { lapsedLots } from './lapsed-lots.query.js';
import { beforeLapse, type LapsedLot, outOfLapse } from './lapsed-points.js';
import { movedShares } from './moved-shares.js';
import type { TakenOfUnit } from './return-entry.js';
import { takeBackBy } from './return-policy.js';
import type { Returning } from './returning.js';
import type { SoldRecord } from './sold-purchase.query.js';

export interface AllTaken {
  readonly taken: ReadonlyMap<string, TakenOfUnit>;
  /** What had lapsed at a buyer who was merged since. */
  readonly lapsedAtBuyer: ReadonlyMap<string, TakenOfUnit>;
  /** After every entry that the taking itself made. */
  readonly sequence: bigint;
}

interface Asked {
  readonly purchase: SoldRecord;
  readonly returning: Returning;
  readonly now: Date;
}

/** Takes back what each unit gave; the lots of other units are read once the member is locked. */
export async function takenBack(
  transaction: Transaction,
  main: LockedWallet,
  { purchase, returning, now }: Asked,
): Promise<AllTaken> {
  const taken = new Map<string, TakenOfUnit>();
  const lapsedAtBuyer = new Map<string, TakenOfUnit>();
  let { sequence } = main;
  for (const unit of new Set(returning.shares.map((share) => share.unit))) {
    const own = returning.shares.filter((share) => share.unit === unit);
    const policy = purchase.units.get(unit)?.policy ?? 'UNLIMITED';
    const asked = { purchase, own, policy, now };
    const { holderId } = purchase;
    const lock = () => lockWallet(transaction, holderId, unit) as Promise<LockedWallet>;
    let wallet = unit === POINTS_UNIT ? main : await lock();
    let back = await takenOf(transaction, wallet, asked);
    const missing = back.taken.debt + back.taken.letOff;
    // Units that became an item nobody took yet come back first; only one that was taken leaves a debt.
    if (unit !== POINTS_UNIT && missing > 0n && policy !== 'ONLY_PENDING') {
      await cancelItemRewards(transaction, { memberId: holderId, unit, missing, now });
      wallet = await lock();
      back = await takenOf(transaction, wallet, asked);
    }
    taken.set(unit, back.taken);
    if (back.atBuyer !== null) lapsedAtBuyer.set(unit, back.atBuyer);
    sequence = wallet.sequence > sequence ? wallet.sequence : sequence;
  }
  return { taken, lapsedAtBuyer, sequence };
}

interface AskedOfUnit {
  readonly purchase: SoldRecord;
  readonly own: readonly OwnShare[];
  readonly policy: Parameters<typeof takeBackBy>[0];
  readonly now: Date;
}

interface TakenThere {
  readonly taken: TakenOfUnit;
  readonly atBuyer: TakenOfUnit | null;
}

function takenOf(transaction: Transaction, wallet: LockedWallet, asked: AskedOfUnit): Promise<TakenThere> {
  const { memberId, holderId } = asked.purchase;
  return memberId === holderId
    ? takenOfBuyer(transaction, wallet, asked)
    : takenOfHolder(transaction, wallet, asked);
}

async function takenOfBuyer(
  transaction: Transaction,
  { lots, debt }: LockedWallet,
  { purchase, own, policy, now }: AskedOfUnit,
): Promise<TakenThere> {
  // Asked only where the purchase's own lots no longer have what goes back.
  const isShort = own.some(({ lotId, points }) => {
    const lot = lots.find(({ id }) => id === lotId);
    return lot === undefined || freePoints(lot) < points;
  });
  const lotIds = own.map(({ lotId }) => lotId);
  const lapsed = isShort ? await lapsedLots(transaction, purchase.memberId, { lotIds, now }) : [];
  return { taken: takenWith(policy, { lots, debt, own, lapsed }, now), atBuyer: null };
}

async function takenOfHolder(
  transaction: Transaction,
  { lots, debt }: LockedWallet,
  { purchase, own: shares, policy, now }: AskedOfUnit,
): Promise<TakenThere> {
  const { memberId, holderId } = purchase;
  const roots = shares.map(({ lotId }) => lotId);
  const made = await lotsMadeOf(transaction, roots, holderId);
  const madeIds = made.map(({ lotId }) => lotId);
  const lapsed = await lapsedLots(transaction, holderId, { lotIds: madeIds, now });
  const lost =
    policy === 'ONLY_PENDING' ? [] : await lapsedLots(transaction, memberId, { lotIds: roots, now });
  const there = { made, lots: beforeLapse(lots, lapsed), lapsed: lost };
  const { own, lapsed: slices } = movedShares(shares, there);
  const taken = takenWith(policy, { lots, debt, own, lapsed }, now);
  const points = slices.reduce((sum, slice) => sum + slice.points, 0n);
  const nothingElse = { debt: 0n, letOff: 0n };
  const atBuyer = { ...nothingElse, slices, asked: points, points, outOfLapse: outOfLapse(slices, lost) };
  return { taken, atBuyer: points === 0n ? null : atBuyer };
}

function takenWith(
  policy: AskedOfUnit['policy'],
  wallet: Pick<LockedWallet, 'lots' | 'debt'> & {
    readonly own: readonly OwnShare[];
    readonly lapsed: readonly LapsedLot[];
  },
  now: Date,
): TakenOfUnit {
  const { lots, debt, own, lapsed } = wallet;
  const back = takeBackBy(policy, { lots: beforeLapse(lots, lapsed), debt, own }, now);
  return { ...back, outOfLapse: outOfLapse(back.slices, lapsed) };
}
