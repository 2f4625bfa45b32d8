/**
 * Spends points at once, for a till that need not hold them first: a hold and its capture in one act. Spends that come
 * at once share a commit (`posting/shared-commit.command.ts`).
 *
 * Holds of the member whose time is over are let go first, under the same lock.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { KeyReused, Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { CaptureId, EntryId, HoldId, MemberId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { clearingEvents } from '../ledger/clearing.js';
import { entriesParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import type { LaneQueue } from '../posting/lane-queue.js';
import { lockedStandings } from '../posting/locked-standings.query.js';
import {
  type AnswerToKeep,
  answersPart,
  memberLanes,
  openPostingQueue,
  type PostingAct,
} from '../posting/shared-commit.command.js';
import { holdChanged } from '../redemptions/hold.js';
import { decideHold, type HoldFacts, type HoldRefusal, type HoldRequest } from '../redemptions/holding.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { namesOf } from '../reference/standing.js';
import { spendParts } from './spend.store.js';
import { spendFacts } from './spend-facts.query.js';
import { type Spend, spend } from './spending.js';

export interface SpendDependencies {
  readonly database: DataSource;
  readonly arrivals: Arrivals;
  readonly spends: SpendQueue;
}

export interface SpendPointsRequest {
  readonly caller: Caller;
  readonly key: string;
  readonly wish: HoldRequest;
}

export interface PointsSpent {
  readonly holdId: HoldId;
  readonly captureId: CaptureId;
  readonly memberId: MemberId;
  readonly points: bigint;
  /** What the coalition owes the partner for them. */
  readonly amountMinor: bigint;
  readonly currency: string;
}

export type SpendPointsRefusal = HoldRefusal | KeyReused;
type Outcome = Result<Replayable<PointsSpent>, SpendPointsRefusal>;
export type SpendQueue = LaneQueue<SpendPointsRequest, Outcome>;

interface Facts extends HoldFacts {
  readonly sequence: bigint | null;
  readonly isAnswered: boolean;
}

export function spendPoints(
  { arrivals, spends }: Pick<SpendDependencies, 'arrivals' | 'spends'>,
  request: SpendPointsRequest,
): Promise<Outcome> {
  return arrivals.orArrived(() => spends.post(request));
}

/** Opens the queue of a process; there is one, or two batches could hold the same member. */
export function openSpendQueue(database: DataSource, clock: Clock): SpendQueue {
  const act: PostingAct<SpendPointsRequest, Facts, Spend, PointsSpent, HoldRefusal> = {
    command: 'spendPoints',
    inputOf: ({ wish }) => wish,
    lanesOf: ({ wish }) => [
      ...memberLanes(wish.member),
      // What others pay of one receipt counts together.
      ...(wish.receiptNumber === null ? [] : [`receipt ${wish.storeId} ${wish.receiptNumber}`]),
    ],
    load: (transaction, requests) => load(transaction, requests, clock.now()),
    decide,
    answerOf: ({ hold, capture }) => ({
      ...{ holdId: hold.id, captureId: capture.id, memberId: hold.memberId },
      ...{ points: capture.points, amountMinor: capture.amountMinor, currency: capture.currency },
    }),
    write,
  };
  return openPostingQueue(database, act);
}

async function load(
  transaction: Transaction,
  requests: readonly SpendPointsRequest[],
  now: Date,
): Promise<readonly Facts[]> {
  const { terms, standings } = await lockedStandings(
    transaction,
    requests.map(({ caller, key, wish: { member, storeId, receiptNumber } }) => {
      return { ...namesOf(member), storeId, at: now, receiptNumber, callerId: callerId(caller), key };
    }),
  );
  const asked = requests.map(({ wish: { storeId, receiptNumber } }, index) => ({
    memberId: standings[index]?.memberId ?? null,
    storeId,
    receiptNumber,
  }));
  const facts = await spendFacts(transaction, asked, now);
  const lapsed = asked.flatMap(({ memberId }, index) =>
    memberId !== null && facts[index]?.hasLapsed === true ? [memberId] : [],
  );
  if (lapsed.length > 0) {
    for (const memberId of new Set(lapsed)) await releaseLapsedOf(transaction, memberId, now);
    // From the start: what they kept may have paid debt, and the entries of that come before ours.
    return load(transaction, requests, now);
  }
  return standings.map((standing, index) => ({
    ...standing,
    ...(facts[index] as (typeof facts)[number]),
    terms,
    now,
  }));
}

function decide({ caller, wish }: SpendPointsRequest, facts: Facts): Result<Spend, HoldRefusal> {
  const decided = decideHold(wish, facts);
  if (!decided.ok) return decided;
  const { sequence, terms, now } = facts;
  if (sequence === null) throw new Error('a member with points has no wallet');
  const ids = {
    holdId: newId<HoldId>(),
    captureId: newId<CaptureId>(),
    entryId: newId<EntryId>(),
    sequence,
  };
  return ok(spend(wish, decided.value, { ids, terms, spentBy: callerId(caller), now }));
}

async function write(
  transaction: Transaction,
  spends: readonly Spend[],
  answers: readonly AnswerToKeep[],
): Promise<void> {
  const bind = new Bind();
  const events = spends.flatMap(({ hold, entry, capture: { currency }, obligations }) => [
    holdChanged(hold, newId()),
    ...clearingEvents(entry, { currency, obligations, newId }),
  ]);
  await runParts(transaction, bind, [
    answersPart(bind, answers),
    ...spendParts(bind, spends),
    ...entriesParts(
      bind,
      spends.map(({ entry }) => entry),
    ),
    outboxPart(bind, events),
  ]);
}
