/**
 * Spends held points, all or a part, and lets the rest go. The ledger's entry, the hold's end and the events are
 * one statement.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryId, HoldId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { clearingEvents } from '../ledger/clearing.js';
import { slicesForDebt } from '../ledger/debt-payment.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { moveExpiries } from '../lot-events/move-expiries.command.js';
import { agreementWithId } from '../reference/standing.query.js';
import { actsOf } from '../wallet-kinds/expiry-moves.js';
import { captureEntry } from './capture-entry.js';
import {
  type Capture,
  type CaptureRefusal,
  captureChanges,
  capturedSlices,
  decideCapture,
  type EndRequest,
  freedSlices,
  reimbursements,
} from './capturing.js';
import { type Hold, holdChanged } from './hold.js';
import { HoldStore, holdEndPart } from './hold.store.js';

export type CaptureWish = EndRequest & { readonly points: bigint | null };
export type CapturePointsRefusal = CaptureRefusal | KeyReused;

export interface PointsCaptured {
  readonly holdId: HoldId;
  readonly points: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export async function capturePoints(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly wish: CaptureWish },
): Promise<Result<Replayable<PointsCaptured>, CapturePointsRefusal>> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'capturePoints', input: wish }, async (transaction) => {
    const now = clock.now();
    const { hold, wallet } = await lockedHold(transaction, wish.holdId);
    const decided = decideCapture(wish, hold, now);
    if (!decided.ok) return decided;
    return ok(await write(transaction, decided.value, { wallet: wallet as LockedWallet, now }));
  });
}

/** Reads a hold under the lock of its member's wallet; nothing when there is no such hold. */
export async function lockedHold(
  transaction: Transaction,
  holdId: HoldId,
): Promise<{ readonly hold: Hold | null; readonly wallet: LockedWallet | null }> {
  const store = new HoldStore(transaction);
  const memberId = await store.memberOf(holdId);
  if (memberId === null) return { hold: null, wallet: null };
  const wallet = await lockWallet(transaction, memberId);
  return { wallet, hold: await store.withId(holdId) };
}

async function write(
  transaction: Transaction,
  capture: Capture,
  { wallet, now }: { readonly wallet: LockedWallet; readonly now: Date },
): Promise<PointsCaptured> {
  const { hold, points } = capture;
  const slices = await new HoldStore(transaction).slicesOf(hold.id);
  const agreement = await agreementWithId(transaction, hold.agreementId);
  const { currency } = agreement;
  const captured = capturedSlices(slices, points);
  const obligations = reimbursements(captured, agreement);
  const ids = { entryId: newId<EntryId>(), sequence: wallet.sequence };
  const changes = captureChanges(slices, captured);
  const paid = slicesForDebt(freedSlices(slices, captured), wallet, now);
  const entry = captureEntry({ ids, capture, agreement, captured, paid, changes, obligations, now });
  const ended: Hold = { ...hold, state: 'CAPTURED', capturedPoints: points, changedAt: now };
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...entryParts(bind, entry),
    holdEndPart(bind, hold, { state: 'CAPTURED', capturedPoints: points, at: now }),
    outboxPart(bind, [
      holdChanged(ended, newId()),
      ...clearingEvents(entry, { currency, obligations, newId }),
    ]),
  ]);
  await moveExpiries(transaction, actsOf([entry]), now);
  const owedMinor = obligations.reduce((sum, { amountMinor }) => sum - amountMinor, 0n);
  return { holdId: hold.id, points, amountMinor: owedMinor, currency };
}
