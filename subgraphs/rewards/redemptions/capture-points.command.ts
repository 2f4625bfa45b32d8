/**
 * Spends held points, all or a part; the final capture lets the rest go. The ledger's entry, the capture, the change of
 * the hold and the events are one statement.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { CaptureId, EntryId, HoldId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { clearingEvents } from '../ledger/clearing.js';
import { slicesForDebt } from '../ledger/debt-payment.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { moveExpiries } from '../lot-events/move-expiries.command.js';
import { agreementWithId } from '../reference/standing.query.js';
import { actsOf } from '../wallet-kinds/expiry-moves.js';
import { type CaptureRecord, captureEntry, owedMinor } from './capture-entry.js';
import {
  type Capture,
  type CaptureRefusal,
  type CaptureRequest,
  captureChanges,
  capturedSlices,
  decideCapture,
  freedSlices,
  reimbursements,
} from './capturing.js';
import { type Hold, holdChanged } from './hold.js';
import { capturePart, HoldStore, holdChangePart } from './hold.store.js';

export type CapturePointsRefusal = CaptureRefusal | KeyReused;

export interface PointsCaptured {
  readonly holdId: HoldId;
  readonly captureId: CaptureId;
  readonly points: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export async function capturePoints(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly wish: CaptureRequest },
): Promise<Result<Replayable<PointsCaptured>, CapturePointsRefusal>> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'capturePoints', input: wish }, async (transaction) => {
    const now = clock.now();
    const { hold, wallet } = await lockedHold(transaction, wish.holdId);
    const decided = decideCapture(wish, hold, now);
    if (!decided.ok) return decided;
    const by = { wallet: wallet as LockedWallet, capturedBy: callerId(caller), now };
    return ok(await write(transaction, decided.value, by));
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
  by: { readonly wallet: LockedWallet; readonly capturedBy: string; readonly now: Date },
): Promise<PointsCaptured> {
  const { hold, points, isLast } = capture;
  const { wallet, capturedBy, now } = by;
  const slices = await new HoldStore(transaction).leftOf(hold);
  const agreement = await agreementWithId(transaction, hold.agreementId);
  const { currency } = agreement;
  const captured = capturedSlices(slices, points);
  const obligations = reimbursements(captured, agreement, hold.capturedPoints);
  const amountMinor = owedMinor(obligations);
  const ids = { entryId: newId<EntryId>(), sequence: wallet.sequence };
  const changes = captureChanges(isLast ? slices : captured, captured);
  const paid = isLast ? slicesForDebt(freedSlices(slices, captured), wallet, now) : [];
  const entry = captureEntry({ ids, capture, agreement, captured, paid, changes, obligations, now });
  const made: CaptureRecord = {
    ...{ id: newId<CaptureId>(), holdId: hold.id, pointsBefore: hold.capturedPoints, points, amountMinor },
    ...{ currency, entryId: ids.entryId, capturedAt: now, capturedBy },
  };
  const changed = afterCapture(capture, now);
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...entryParts(bind, entry),
    capturePart(bind, made),
    holdChangePart(bind, changed),
    outboxPart(bind, [
      holdChanged(changed, newId()),
      ...clearingEvents(entry, { currency, obligations, newId }),
    ]),
  ]);
  await moveExpiries(transaction, actsOf([entry]), now);
  return { holdId: hold.id, captureId: made.id, points, amountMinor, currency };
}

/** A hold of which something is left stays open, however much was captured. */
function afterCapture({ hold, points, isLast }: Capture, now: Date): Hold {
  const state = isLast ? 'CAPTURED' : 'HELD';
  return { ...hold, state, capturedPoints: hold.capturedPoints + points, changedAt: now };
}
