/**
 * What changes of a buyer afterwards: the monthly limit, and the end. A removed buyer's card stops identifying anybody,
 * for good.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { stopCard } from '../cards/change-cards.command.js';
import { type LimitNotValid, monthlyLimit } from '../limits/monthly-limit.js';
import { lockMembers } from '../people/lock-members.command.js';
import { type Buyer, type BuyerNotActive, type BuyerNotFound, changedBuyer } from './organisation.js';
import { OrganisationStore } from './organisation.store.js';
import { mayRunOrganisation } from './organisation-access.query.js';
import { changeBuyer } from './tell-buyer.command.js';

interface Dependencies {
  readonly database: DataSource;
  readonly clock: Clock;
}
interface BuyerRequest {
  readonly caller: Caller;
  readonly key: string;
  readonly buyerId: string;
}
type Decided = { readonly buyerId: string };
export type RemoveBuyerRefusal = BuyerNotFound | BuyerNotActive | KeyReused;
export type SetBuyerLimitRefusal = LimitNotValid | RemoveBuyerRefusal;

export async function setBuyerLimit(
  { database, clock }: Dependencies,
  request: BuyerRequest & { readonly monthlySpendLimit: Points | null },
): Promise<Result<Replayable<Decided>, SetBuyerLimitRefusal>> {
  const { caller, key, buyerId } = request;
  const limit = monthlyLimit(request.monthlySpendLimit);
  if (!limit.ok) return limit;
  const changes = { monthlySpendLimit: limit.value };
  const command = { caller, key, command: 'setBuyerLimit', input: { buyerId, ...changes } };
  return once<Decided, BuyerNotFound | BuyerNotActive>(database, command, (transaction) =>
    change(transaction, request, { changes, at: clock.now() }),
  );
}

export async function removeBuyer(
  { database, clock }: Dependencies,
  request: BuyerRequest,
): Promise<Result<Replayable<Decided>, RemoveBuyerRefusal>> {
  const { caller, key, buyerId } = request;
  const command = { caller, key, command: 'removeBuyer', input: { buyerId } };
  return once<Decided, BuyerNotFound | BuyerNotActive>(database, command, (transaction) =>
    change(transaction, request, { changes: { isActive: false }, at: clock.now() }),
  );
}

async function change(
  transaction: Transaction,
  { caller, buyerId }: BuyerRequest,
  {
    changes,
    at,
  }: { readonly changes: Partial<Pick<Buyer, 'monthlySpendLimit' | 'isActive'>>; readonly at: Date },
): Promise<Result<Decided, BuyerNotFound | BuyerNotActive>> {
  const buyer = await lockedBuyer(transaction, caller, buyerId);
  if (buyer === null) return refused({ kind: 'BuyerNotFound', buyerId });
  const changed = changedBuyer(buyer, changes);
  if (!changed.ok) return changed;
  if (!changed.value.isActive) await stopCard(transaction, buyer.cardId, at);
  await changeBuyer(transaction, changed.value, at);
  return ok({ buyerId });
}

/** Gives the buyer with its firm locked; null for one that is none of the caller's. */
async function lockedBuyer(transaction: Transaction, caller: Caller, buyerId: string): Promise<Buyer | null> {
  const organisations = new OrganisationStore(transaction);
  const named = await organisations.buyer(buyerId);
  if (named === null) return null;
  const [member] = await lockMembers(transaction, [named.memberId]);
  const buyer = await organisations.buyer(buyerId);
  // The firm may have been merged while the lock was waited for: then the lock is that of another member.
  if (buyer !== null && buyer.memberId !== named.memberId) return lockedBuyer(transaction, caller, buyerId);
  return member !== null && member !== undefined && mayRunOrganisation(caller, member) ? buyer : null;
}
