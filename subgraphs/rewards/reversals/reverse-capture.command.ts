/**
 * Reverses a capture, all of it or a part: the points go back to their lots, the partner is owed less. The ledger's
 * entry, the reversal and the events are one statement.
 */
import type { DataSource } from 'typeorm';
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { CaptureId, EntryId, HoldId, MemberId, ReversalId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { clearingEvents } from '../ledger/clearing.js';
import { type LockedWallet, lockInOrder, lockWallet } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { holderOf } from '../merging/holder.query.js';
import { passOnFreedOf } from '../pooling/pass-on-freed.command.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import { capturedPoints, memberOfCapture } from './captured-points.query.js';
import { type RecordedReversal, reversalPart } from './reversal.store.js';
import { reversalEntry } from './reversal-entry.js';
import {
  decideReversal,
  landingOf,
  type ReversalRefusal,
  type ReversalRequest,
  type Reversing,
} from './reversing.js';

export type ReverseCaptureRefusal = ReversalRefusal | KeyReused;

export interface CaptureReversed {
  readonly captureId: CaptureId;
  readonly holdId: HoldId;
  /** Who has the points now: the one who spent them, or the one whom she was merged into. */
  readonly memberId: MemberId;
  readonly points: bigint;
  readonly usable: bigint;
  readonly expired: bigint;
  readonly debtPaid: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export async function reverseCapture(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly wish: ReversalRequest },
): Promise<Result<Replayable<CaptureReversed>, ReverseCaptureRefusal>> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'reverseCapture', input: wish }, async (transaction) => {
    const now = clock.now();
    // The member's wallet is locked before the capture is read, so two reversals of it follow one another.
    const memberId = await memberOfCapture(transaction, wish.captureId);
    const holderId = memberId === null ? null : await holderOf(transaction, memberId);
    if (memberId !== null && holderId !== null) await lockInOrder(transaction, [memberId, holderId]);
    if (memberId !== null) await releaseLapsedOf(transaction, memberId, now);
    const wallet = memberId === null ? null : await lockWallet(transaction, memberId);
    const capture = wallet === null ? null : await capturedPoints(transaction, wish.captureId);
    const decided = decideReversal(wish, capture);
    if (!decided.ok) return decided;
    const by = { wallet: wallet as LockedWallet, reversedBy: callerId(caller), now };
    const reversed = await write(transaction, decided.value, by);
    // They are back in the lots they came from; whoever has the member's points now has these too.
    await passOnFreedOf(transaction, [reversed.memberId], now);
    return ok({ ...reversed, memberId: await holderOf(transaction, reversed.memberId) });
  });
}

async function write(
  transaction: Transaction,
  reversing: Reversing,
  by: { readonly wallet: LockedWallet; readonly reversedBy: string; readonly now: Date },
): Promise<CaptureReversed> {
  const { wallet, reversedBy, now } = by;
  const { capture, points, amountMinor, obligations } = reversing;
  const { holdId, memberId, currency } = capture;
  const landing = landingOf(reversing, wallet.debt, now);
  const ids = { entryId: newId<EntryId>(), sequence: wallet.sequence };
  const entry = reversalEntry({ ids, reversing, landing, now });
  const recorded: RecordedReversal = {
    ...{ id: newId<ReversalId>(), reversing, landing, entryId: ids.entryId, reversedBy, now },
  };
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...entryParts(bind, entry),
    reversalPart(bind, recorded),
    outboxPart(bind, [captureReversed(recorded), ...clearingEvents(entry, { currency, obligations, newId })]),
  ]);
  const { usable, expired, debtPaid } = landing;
  return {
    captureId: capture.id,
    holdId,
    memberId,
    points,
    usable,
    expired,
    debtPaid,
    amountMinor,
    currency,
  };
}

/** What the other subgraphs are told of a reversal. */
function captureReversed({
  id,
  reversing,
  now,
}: RecordedReversal): DomainEvent<'rewards.capture-reversed.1'> {
  const { capture, points } = reversing;
  const { holdId, memberId, partnerId, storeId } = capture;
  return {
    id: newId(),
    type: 'rewards.capture-reversed.1',
    key: memberId,
    occurredAt: now,
    data: {
      ...{ reversalId: id, captureId: capture.id, holdId, memberId, partnerId, storeId },
      points,
      reversedAt: now,
    },
  };
}
