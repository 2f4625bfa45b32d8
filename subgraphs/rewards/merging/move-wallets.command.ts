/**
 * Moves the free points and the debts of one member to another because they were merged, and back when that is undone.
 *
 * Safe to repeat: it moves what is there. So it is run again whenever a hold of a merged member ends and leaves points
 * behind.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { LotId, MemberId } from '../../../shared/values/ids.js';
import { lockWallet } from '../ledger/lock-wallet.command.js';
import { freePoints } from '../ledger/lot.js';
import type { MovableWallet, MovedUnit } from '../ledger/moving.js';
import { termsInForce } from '../programme/terms.query.js';
import { type KeptMerge, lotsMovedBy, movableWallets } from './movable-wallets.query.js';
import { postMove } from './post-move.command.js';

/** Locks both wallets, the smaller id first, so that two moves between the same members cannot wait for one another. */
async function lockBoth(
  transaction: Transaction,
  { sourceMemberId, targetMemberId }: KeptMerge,
): Promise<boolean> {
  for (const memberId of [sourceMemberId, targetMemberId].sort()) {
    if ((await lockWallet(transaction, memberId)) === null) return false;
  }
  return true;
}

function walletIn(wallets: readonly MovableWallet[], unit: string): MovableWallet {
  return wallets.find((wallet) => wallet.unit === unit) ?? { unit, debt: 0n, lots: [] };
}

/** Moves all that the source of a merge has to its target. */
export async function moveToTarget(transaction: Transaction, merge: KeptMerge, now: Date): Promise<void> {
  if (!(await lockBoth(transaction, merge))) return;
  const from = await movableWallets(transaction, merge.sourceMemberId);
  const target = await movableWallets(transaction, merge.targetMemberId);
  const units = from.map(({ unit, debt, lots }) => ({
    unit,
    debt,
    target: walletIn(target, unit),
    lots: lots
      .filter((lot) => freePoints(lot) > 0n)
      .map((lot) => ({ lot, points: freePoints(lot), into: { lotId: newId<LotId>(), isNew: true } })),
  }));
  const { sourceMemberId: source, targetMemberId } = merge;
  await post(transaction, units, { kind: 'MERGE', merge, from: source, to: targetMemberId, now });
}

/** Moves what is left of what a merge brought back into the lots that it came from. */
export async function moveToSource(transaction: Transaction, merge: KeptMerge, now: Date): Promise<void> {
  if (!(await lockBoth(transaction, merge))) return;
  const left = await lotsMovedBy(transaction, merge.mergeId);
  const target = await movableWallets(transaction, merge.sourceMemberId);
  const units = [...new Set(left.map(({ unit }) => unit))].map((unit) => ({
    unit,
    // What the source owed was paid or is owed by the target since; it is not asked for twice.
    debt: 0n,
    target: walletIn(target, unit),
    lots: left
      .filter((lot) => lot.unit === unit)
      .map((lot) => ({ lot, points: freePoints(lot), into: { lotId: lot.originLotId, isNew: false } })),
  }));
  const { sourceMemberId, targetMemberId: from } = merge;
  await post(transaction, units, { kind: 'UNMERGE', merge, from, to: sourceMemberId, now });
}

interface MergeMove {
  readonly kind: 'MERGE' | 'UNMERGE';
  readonly merge: KeptMerge;
  readonly from: MemberId;
  readonly to: MemberId;
  readonly now: Date;
}

async function post(
  transaction: Transaction,
  units: readonly MovedUnit[],
  { kind, merge, from, to, now }: MergeMove,
): Promise<void> {
  const { version: termsVersion } = await termsInForce(transaction);
  const rule = kind === 'MERGE' ? 'MEMBERS_MERGED' : 'MEMBERS_UNMERGED';
  await postMove(transaction, units, { kind, rule, causeId: merge.mergeId, from, to, termsVersion, now });
}
