/**
 * Records a purchase and posts its points. Purchases that come at once share a transaction of two statements, one that
 * reads and one that writes everything (`posting/shared-commit.command.ts`).
 *
 * Who waits for news of another subgraph waits outside of the queue and holds nobody up.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { KeyReused, Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryId, LotId, MemberId, PurchaseId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { earnEntry } from '../earning/earn-entry.js';
import { type ReceiptFacts, receiptFacts } from '../earning/earn-facts.query.js';
import { decideEarning, type EarnRefusal } from '../earning/earning.js';
import { convertStamps } from '../item-rewards/convert-stamps.command.js';
import { Bind } from '../ledger/bind.js';
import { entriesParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { moveExpiries } from '../lot-events/move-expiries.command.js';
import type { LaneQueue } from '../posting/lane-queue.js';
import {
  type AnswerToKeep,
  answersPart,
  memberLanes,
  openPostingQueue,
  type PostingAct,
} from '../posting/shared-commit.command.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { actsOf } from '../wallet-kinds/expiry-moves.js';
import { purchaseParts, type RecordedReceipt } from './purchase.store.js';
import { earnEvents } from './purchase-events.js';
import type { Basket } from './receipt.js';

export interface PurchaseDependencies {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
  readonly purchases: PurchaseQueue;
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
export type PurchaseQueue = LaneQueue<RecordPurchaseRequest, Outcome>;

export function recordPurchase(
  { arrivals, purchases }: Pick<PurchaseDependencies, 'arrivals' | 'purchases'>,
  request: RecordPurchaseRequest,
): Promise<Outcome> {
  return arrivals.orArrived(() => purchases.post(request));
}

/** Opens the queue of a process; there is one, or two batches could hold the same member. */
export function openPurchaseQueue(database: DataSource, clock: Clock): PurchaseQueue {
  const act: PostingAct<RecordPurchaseRequest, ReceiptFacts, RecordedReceipt, PurchaseRecorded, EarnRefusal> =
    {
      command: 'recordPurchase',
      inputOf: ({ basket }) => basket,
      lanesOf: ({ basket }) => [
        ...memberLanes(basket.member),
        `receipt ${basket.storeId} ${basket.receiptNumber}`,
      ],
      load: (transaction, requests) =>
        receiptFacts(
          { database, runner: transaction, now: clock.now() },
          requests.map(({ caller, ...request }) => ({ ...request, callerId: callerId(caller) })),
        ),
      decide,
      answerOf: ({ ids, earning }) => ({
        purchaseId: ids.purchaseId,
        memberId: earning.standing.memberId,
        points: earning.points,
      }),
      write,
    };
  return openPostingQueue(database, act);
}

function decide(
  { caller, basket }: RecordPurchaseRequest,
  facts: ReceiptFacts,
): Result<RecordedReceipt, EarnRefusal> {
  const { sequence, buyerId, now } = facts;
  const decided = decideEarning(basket, facts);
  if (!decided.ok) return decided;
  if (sequence === null) throw new Error('an enrolled member has no wallet');
  const ids = {
    purchaseId: newId<PurchaseId>(),
    entryId: newId<EntryId>(),
    sequence,
    buyerId,
    newLotId: () => newId<LotId>(),
  };
  const entry = earnEntry(decided.value, ids, { purchasedAt: basket.purchasedAt, now });
  const kinds = facts.wallets.map(({ kind }) => kind);
  return ok({ basket, earning: decided.value, ids, entry, kinds, recordedBy: callerId(caller), now });
}

async function write(
  transaction: Transaction,
  receipts: readonly RecordedReceipt[],
  answers: readonly AnswerToKeep[],
): Promise<void> {
  const bind = new Bind();
  await runParts(transaction, bind, [
    answersPart(bind, answers),
    ...purchaseParts(bind, receipts),
    ...entriesParts(
      bind,
      receipts.flatMap(({ entry }) => entry ?? []),
    ),
    outboxPart(
      bind,
      receipts.flatMap((receipt) => earnEvents(receipt, newId)),
    ),
  ]);
  const [first] = receipts;
  const entries = receipts.map(({ entry }) => entry);
  if (first !== undefined) await moveExpiries(transaction, actsOf(entries), first.now);
  for (const { earning, kinds, now } of receipts) {
    await convertStamps(transaction, earning.standing.memberId, { kinds, now });
  }
}
