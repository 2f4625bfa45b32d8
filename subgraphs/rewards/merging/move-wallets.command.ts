/**
 * Moves the free points and the debts of one member to another because they were merged, and back when that is undone.
 *
 * Safe to repeat: it moves what is there. So it is run again whenever a hold of a merged member ends and leaves points
 * behind.
 */
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { EntryId, LotId, MemberId } from '../../../shared/values/ids.js';
import { Bind } from '../ledger/bind.js';
import type { EntryDraft } from '../ledger/entry.js';
import { lockWallet } from '../ledger/lock-wallet.command.js';
import { freePoints } from '../ledger/lot.js';
import { entryParts, runParts } from '../ledger/post-entry.command.js';
import { termsInForce } from '../programme/terms.query.js';
import { type KeptMerge, lotsOfMerge, movableWallets } from './movable-wallets.query.js';
import { type MovableWallet, type MovedLot, type MovedUnit, type MoveFacts, moveEntries } from './moving.js';

/** Locks both wallets, the smaller id first, so that two moves between the same members cannot wait for one another. */
async function lockBoth(
  transaction: Transaction,
  { sourceMemberId, targetMemberId }: KeptMerge,
): Promise<ReadonlyMap<MemberId, bigint> | null> {
  const sequences = new Map<MemberId, bigint>();
  for (const memberId of [sourceMemberId, targetMemberId].sort()) {
    const wallet = await lockWallet(transaction, memberId);
    if (wallet === null) return null;
    sequences.set(memberId, wallet.sequence);
  }
  return sequences;
}

function walletIn(wallets: readonly MovableWallet[], unit: string): MovableWallet {
  return wallets.find((wallet) => wallet.unit === unit) ?? { unit, debt: 0n, lots: [] };
}

/** Moves all that the source of a merge has to its target. */
export async function moveToTarget(transaction: Transaction, merge: KeptMerge, now: Date): Promise<void> {
  const sequences = await lockBoth(transaction, merge);
  if (sequences === null) return;
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
  await post(transaction, units, { kind: 'MERGE', merge, from: source, to: targetMemberId, sequences, now });
}

/** Moves what is left of what a merge brought back into the lots that it came from. */
export async function moveToSource(transaction: Transaction, merge: KeptMerge, now: Date): Promise<void> {
  const sequences = await lockBoth(transaction, merge);
  if (sequences === null) return;
  const left = await lotsOfMerge(transaction, merge.mergeId);
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
  await post(transaction, units, { kind: 'UNMERGE', merge, from, to: sourceMemberId, sequences, now });
}

interface Move {
  readonly kind: MoveFacts['kind'];
  readonly merge: KeptMerge;
  readonly from: MemberId;
  readonly to: MemberId;
  readonly sequences: ReadonlyMap<MemberId, bigint>;
  readonly now: Date;
}

async function post(
  transaction: Transaction,
  units: readonly MovedUnit[],
  { kind, merge, from, to, sequences, now }: Move,
): Promise<void> {
  const terms = await termsInForce(transaction);
  const party = (memberId: MemberId) => ({
    memberId,
    entryId: newId<EntryId>(),
    sequence: sequences.get(memberId) as bigint,
  });
  const entries = moveEntries(units, {
    kind,
    mergeId: merge.mergeId,
    from: party(from),
    to: party(to),
    termsVersion: terms.version,
    now,
  });
  if (entries === null) return;
  await openUnits(transaction, to, units);
  for (const entry of entries) await write(transaction, entry);
  await keepOrigins(transaction, merge.mergeId, units);
}

/** A debt can go where no lot of its unit ever was. */
async function openUnits(
  transaction: Transaction,
  memberId: MemberId,
  units: readonly MovedUnit[],
): Promise<void> {
  await rows(
    transaction,
    'insert into wallet (member_id, unit) select $1::uuid, unnest($2::text[]) on conflict do nothing',
    [memberId, units.map(({ unit }) => unit)],
  );
}

async function write(transaction: Transaction, entry: EntryDraft): Promise<void> {
  const bind = new Bind();
  await runParts(transaction, bind, [...entryParts(bind, entry)]);
}

async function keepOrigins(
  transaction: Transaction,
  mergeId: string,
  units: readonly MovedUnit[],
): Promise<void> {
  const news: readonly MovedLot[] = units.flatMap(({ lots }) => lots.filter(({ into }) => into.isNew));
  if (news.length === 0) return;
  await rows(
    transaction,
    `insert into lot_origin (lot_id, origin_lot_id, merge_id)
     select lot_id, origin_lot_id, $3::uuid from unnest($1::uuid[], $2::uuid[]) as made (lot_id, origin_lot_id)`,
    [news.map(({ into }) => into.lotId), news.map(({ lot }) => lot.id), mergeId],
  );
}
