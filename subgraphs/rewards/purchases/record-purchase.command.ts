/**
 * Records a purchase and posts its points: one transaction of two statements, one that reads and one that writes
 * everything.
 *
 * The idempotency key means what it means in `once`, but its claim is the last write and not the first: of two
 * twins the second breaks on the key, is undone whole, and finds the first one's answer when it is tried again.
 */
import type { DataSource } from 'typeorm';
import { inTransaction, type Transaction } from '../../../shared/platform/database/transaction.js';
import { failpoint } from '../../../shared/platform/failpoints.js';
import {
  type CommandRequest,
  type KeyReused,
  type Replayable,
  storedAnswer,
} from '../../../shared/platform/idempotency/once.js';
import { encodeAnswer, inputHash } from '../../../shared/platform/idempotency/stored-answer.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { wakeRelayOf } from '../../../shared/platform/outbox/outbox-wake.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryId, LotId, MemberId, PurchaseId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { convertStamps } from '../item-rewards/convert-stamps.command.js';
import { Bind } from '../ledger/bind.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { earnEntry } from './earn-entry.js';
import { receiptFacts } from './earn-facts.query.js';
import { decideEarning, type EarnRefusal } from './earning.js';
import { purchaseParts, type RecordedReceipt } from './purchase.store.js';
import { earnEvents } from './purchase-events.js';
import type { Basket } from './receipt.js';

export interface PurchaseDependencies {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
}

export interface RecordPurchaseRequest {
  readonly caller: Caller;
  readonly key: string;
  readonly basket: Basket & { readonly receiptNumber: string };
}

export interface PurchaseRecorded {
  readonly purchaseId: PurchaseId;
  readonly memberId: MemberId;
  readonly points: bigint;
}

export type RecordPurchaseRefusal = EarnRefusal | KeyReused;
type Outcome = Result<Replayable<PurchaseRecorded>, RecordPurchaseRefusal>;

/** A twin that holds the same key or receipt can win once; after that it is there to be found. */
const ATTEMPTS_MAX = 3;
const UNIQUE_VIOLATION = '23505';

export async function recordPurchase(
  { database, clock, arrivals }: PurchaseDependencies,
  request: RecordPurchaseRequest,
): Promise<Outcome> {
  const outcome = await arrivals.orArrived(() => despiteTwins(() => attempt(database, clock.now(), request)));
  if (!outcome.ok) return outcome;
  if (!outcome.value.replayed) failpoint('command.after-commit');
  wakeRelayOf(database);
  return outcome;
}

async function despiteTwins(run: () => Promise<Outcome>): Promise<Outcome> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await run();
    } catch (fault) {
      const isBeaten = (fault as { code?: unknown }).code === UNIQUE_VIOLATION;
      if (!isBeaten || tried === ATTEMPTS_MAX) throw fault;
    }
  }
}

function attempt(database: DataSource, now: Date, request: RecordPurchaseRequest): Promise<Outcome> {
  const { caller, key, basket } = request;
  const command: CommandRequest = { caller, key, command: 'recordPurchase', input: basket };
  return inTransaction(database, async (transaction): Promise<Outcome> => {
    const asking = { database, runner: transaction, now };
    const facts = await receiptFacts(asking, basket, { callerId: callerId(caller), key });
    if (facts.isAnswered) return storedAnswer<PurchaseRecorded>(transaction, command);
    const decided = decideEarning(basket, facts);
    if (!decided.ok) return decided;
    if (facts.sequence === null) throw new Error('an enrolled member has no wallet');
    const ids = {
      purchaseId: newId<PurchaseId>(),
      entryId: newId<EntryId>(),
      sequence: facts.sequence,
      newLotId: () => newId<LotId>(),
    };
    const entry = earnEntry(decided.value, ids, { purchasedAt: basket.purchasedAt, now });
    const receipt = { basket, earning: decided.value, ids, entry, recordedBy: callerId(caller), now };
    const { points, standing } = decided.value;
    const answer = { purchaseId: ids.purchaseId, memberId: standing.memberId, points };
    await write(transaction, receipt, { command, answer });
    await convertStamps(transaction, standing.memberId, {
      kinds: facts.wallets.map(({ kind }) => kind),
      now,
    });
    failpoint('command.before-commit');
    return ok({ ...answer, replayed: false });
  });
}

async function write(
  transaction: Transaction,
  receipt: RecordedReceipt,
  { command, answer }: { readonly command: CommandRequest; readonly answer: PurchaseRecorded },
): Promise<void> {
  const bind = new Bind();
  const values = [
    callerId(command.caller),
    command.key,
    command.command,
    inputHash(command.input),
    encodeAnswer(answer),
  ];
  await runParts(transaction, bind, [
    `answered as (insert into stored_answer (caller, key, command, input_hash, answer)
      values (${values.map(bind.add).join(', ')}))`,
    ...purchaseParts(bind, receipt),
    ...(receipt.entry === null ? [] : entryParts(bind, receipt.entry)),
    outboxPart(bind, earnEvents(receipt, newId)),
  ]);
}
