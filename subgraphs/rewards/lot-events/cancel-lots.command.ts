/**
 * Cancels lots that waited for an event which did not come: by the night, by a return that meets one, or because a
 * partner calls the event off.
 *
 * Readers count a lot as cancelled from its last instant on; this writes it down, once, under the lock of the wallet.
 */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { EntryId, LotId, MemberId, PurchaseId } from '../../../shared/values/ids.js';
import { clearingEvents } from '../ledger/clearing.js';
import { termsInForce } from '../programme/terms.query.js';
import { type SoldRecord, soldPurchases } from '../returns/sold-purchase.query.js';
import {
  type Cancelling,
  type CancelRule,
  cancellationEntry,
  cancelledObligations,
  cancelOf,
} from './cancelling.js';
import { EndingLotStore } from './ending-lots.store.js';
import { type EndingLot, endingGroups, lapsedEvents, lapseEntry, type Tally, tallyOf } from './lapsing.js';
import { lockMembers, nextSequences, postEntries } from './post-entries.command.js';

export interface CancelCause {
  readonly rule: CancelRule;
  /** The run of the night, if it was one. */
  readonly causeId: string | null;
  readonly asOf: Date;
  readonly now: Date;
}

/** Cancels what is overdue of members whose wallets the transaction has locked. */
export async function cancelOverdue(
  transaction: Transaction,
  memberIds: readonly MemberId[],
  cause: Omit<CancelCause, 'rule'>,
): Promise<Tally> {
  const overdue = await new EndingLotStore(transaction).overdueOf(memberIds, cause.asOf);
  return cancelLots(transaction, overdue, { ...cause, rule: 'EVENT_DID_NOT_COME' });
}

/** Cancels what is overdue of one member; the wallet is locked only when there is something. */
export async function cancelOverdueOf(
  transaction: Transaction,
  memberId: MemberId,
  now: Date,
): Promise<void> {
  const [found] = await rows<{ id: string }>(
    transaction,
    prepared(
      'select id from lot where member_id = $1 and activates_at is null and closed_as is null and cancels_at <= $2 limit 1',
    ),
    [memberId, now],
  );
  if (found === undefined) return;
  await lockMembers(transaction, [memberId]);
  await cancelOverdue(transaction, [memberId], { causeId: null, asOf: now, now });
}

export async function cancelLots(
  transaction: Transaction,
  ending: readonly EndingLot[],
  cause: CancelCause,
): Promise<Tally> {
  const lots = await withoutMoved(transaction, ending);
  if (lots.length === 0) return tallyOf(lots);
  const { sold, others } = await byPurchase(transaction, lots);
  const hasPoints = ({ remaining }: EndingLot): boolean => remaining > 0n;
  const groups = endingGroups('CANCELLED', others.filter(hasPoints));
  const sequences = [...(await nextSequences(transaction, sold.length + groups.length))];
  const idsOf = () => ({ ...cause, id: newId<EntryId>(), sequence: sequences.shift() as bigint });
  const cancelled = sold.map((cancelling) => ({ cancelling, entry: cancellationEntry(cancelling, idsOf()) }));
  const { version: termsVersion } = await termsInForce(transaction);
  const lapsed = groups.map((group) => lapseEntry(group, { ...idsOf(), termsVersion }));
  const cleared = cancelled.flatMap(({ cancelling, entry }) =>
    entry === null
      ? []
      : clearingEvents(entry, {
          currency: cancelling.purchase.currency,
          obligations: cancelledObligations(cancelling),
          newId,
        }),
  );
  const entries = [...cancelled.flatMap(({ entry }) => entry ?? []), ...lapsed];
  const told = lapsedEvents('CANCELLED', lots, { at: cause.now, newId });
  await postEntries(transaction, entries, [...told, ...cleared]);
  const emptySold = cancelled.flatMap(({ cancelling, entry }) => (entry === null ? cancelling.lots : []));
  const empty = [...emptySold.map(({ lot }) => lot), ...others.filter((lot) => !hasPoints(lot))];
  await new EndingLotStore(transaction).close(empty.map(({ id }) => id));
  return tallyOf(lots);
}

/** Lots of purchases give their money back; a lot that came to the member otherwise cost nobody anything here. */
async function byPurchase(
  transaction: Transaction,
  lots: readonly EndingLot[],
): Promise<{ readonly sold: readonly Cancelling[]; readonly others: readonly EndingLot[] }> {
  const ids = [...new Set(lots.flatMap(({ purchaseId }) => purchaseId ?? []))] as PurchaseId[];
  const purchases = await soldPurchases(transaction, ids);
  const rooted = await withRoots(transaction, purchases, lots);
  const isOf = (lot: EndingLot, { lots: own }: SoldRecord): boolean =>
    own.some(({ id }) => id === (lot.root?.id ?? lot.id));
  const sold = purchases.map((purchase) => ({ purchase, own: rooted.filter((lot) => isOf(lot, purchase)) }));
  const others = rooted.filter((lot) => !purchases.some((purchase) => isOf(lot, purchase)));
  return {
    sold: sold.flatMap(({ purchase, own }) => (own.length === 0 ? [] : [cancelOf(purchase, own)])),
    others,
  };
}

/** Names the lots of purchases that merges moved on by the lots of theirs that they came from. */
async function withRoots(
  transaction: Transaction,
  purchases: readonly SoldRecord[],
  lots: readonly EndingLot[],
): Promise<readonly EndingLot[]> {
  const roots = new Map(purchases.flatMap((purchase) => purchase.lots.map((lot) => [lot.id, lot] as const)));
  if (lots.every(({ id, purchaseId }) => purchaseId === null || roots.has(id))) return lots;
  const moved = await new EndingLotStore(transaction).movedOf(purchases.map(({ id }) => id));
  return lots.map((lot) => {
    const root = roots.get(moved.find(({ lotId }) => lotId === lot.id)?.rootLotId as LotId);
    return root === undefined ? lot : { ...lot, root };
  });
}

/** A lot that a merge emptied ends without being cancelled: what it had goes on, and is cancelled where it is. */
async function withoutMoved(
  transaction: Transaction,
  lots: readonly EndingLot[],
): Promise<readonly EndingLot[]> {
  const moved = lots.filter(({ hasMovedOn }) => hasMovedOn);
  await new EndingLotStore(transaction).close(
    moved.map(({ id }) => id),
    'EXPIRED',
  );
  return moved.length === 0 ? lots : lots.filter(({ hasMovedOn }) => !hasMovedOn);
}
