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
import type { CaptureId, EntryId, HoldId, MemberId, StepUpId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { clearingEvents } from '../ledger/clearing.js';
import { entriesParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { moveExpiries } from '../lot-events/move-expiries.command.js';
import { buyersOf } from '../pooling/buyer.query.js';
import type { LaneQueue } from '../posting/lane-queue.js';
import { lockedStandings } from '../posting/locked-standings.query.js';
import {
  type AnswerToKeep,
  answersPart,
  memberLanes,
  openPostingQueue,
  type PostingAct,
} from '../posting/shared-commit.command.js';
import { monthOf } from '../programme/month.js';
import { holdChanged } from '../redemptions/hold.js';
import { decideHold, type HoldFacts, type HoldRefusal, type HoldRequest } from '../redemptions/holding.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { namesOf, type StandingFacts } from '../reference/standing.js';
import { orAskMember } from '../safety/check-spend.command.js';
import {
  checkSpend,
  type SafetyFacts,
  type SpendRefusal,
  type SpendRequest,
  type ToldSpendRefusal,
} from '../safety/spend-safety.js';
import { safetyFacts } from '../safety/spend-safety.query.js';
import { useStepUps } from '../step-ups/ask-step-up.command.js';
import { actsOf } from '../wallet-kinds/expiry-moves.js';
import { kindsOfRevision, kindsReadLast } from '../wallet-kinds/wallet-kinds.query.js';
import { spendParts } from './spend.store.js';
import { spendFacts } from './spend-facts.query.js';
import { type Spend, spend } from './spending.js';

export interface SpendDependencies {
  readonly database: DataSource;
  readonly clock: Clock;
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

export type SpendPointsRefusal = HoldRefusal | ToldSpendRefusal | KeyReused;
export type SpendRefused = HoldRefusal | SpendRefusal;
type Posted = Result<Replayable<PointsSpent>, SpendRefused | KeyReused>;
export type SpendQueue = LaneQueue<SpendPointsRequest, Posted>;

interface Facts extends HoldFacts {
  readonly sequence: bigint | null;
  readonly isAnswered: boolean;
  /** What safe spending is decided by; null where nobody or no store was found. */
  readonly safety: SafetyFacts | null;
}

/** A spend, and the member's word that it uses up. */
type Draft = Spend & { readonly stepUpId: StepUpId | null };

export function spendPoints(
  { database, clock, arrivals, spends }: SpendDependencies,
  request: SpendPointsRequest,
): Promise<Result<Replayable<PointsSpent>, SpendPointsRefusal>> {
  const post = () => spends.post(request);
  return orAskMember({ database, clock }, () =>
    arrivals.orArrived<Replayable<PointsSpent>, SpendRefused | KeyReused>(post),
  );
}

/** What is answered of a spend. */
export function spentOf({ hold, capture }: Spend): PointsSpent {
  return {
    ...{ holdId: hold.id, captureId: capture.id, memberId: hold.memberId },
    ...{ points: capture.points, amountMinor: capture.amountMinor, currency: capture.currency },
  };
}

/** Opens the queue of a process; there is one, or two batches could hold the same member. */
export function openSpendQueue(database: DataSource, clock: Clock): SpendQueue {
  const act: PostingAct<SpendPointsRequest, Facts, Draft, PointsSpent, SpendRefused> = {
    command: 'spendPoints',
    inputOf: ({ wish }) => wish,
    lanesOf: ({ wish }) => [
      ...memberLanes(wish.member),
      // What others pay of one receipt counts together.
      ...(wish.receiptNumber === null ? [] : [`receipt ${wish.storeId} ${wish.receiptNumber}`]),
    ],
    load: (transaction, requests) => loadSpends(transaction, requests, clock.now()),
    decide: (request, facts) => decideSpend(request, facts),
    answerOf: spentOf,
    write: (transaction, spends, answers) => writeSpends(transaction, spends, { answers, now: clock.now() }),
  };
  return openPostingQueue(database, act);
}

/** Reads what decides spends and locks their wallets; lapsed holds of the members are let go first. */
export async function loadSpends(
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
    return loadSpends(transaction, requests, now);
  }
  await kindsOfRevision(transaction.connection, transaction, terms.kinds_revision);
  const month = monthOf(now, terms);
  const cards = requests.map(({ wish }) => namesOf(wish.member).cardNumber);
  const buyers = await buyersOf(transaction, cards, month);
  const safety = await safetyOf(transaction, { requests, standings, now });
  return standings.map((standing, index) => ({
    ...standing,
    buyer: buyers[index] ?? null,
    safety: safety[index] ?? null,
    ...(facts[index] as (typeof facts)[number]),
    terms,
    now,
  }));
}

function spendRequestOf(
  { caller, key, wish }: SpendPointsRequest,
  standing: StandingFacts,
): SpendRequest | null {
  const { memberId, store } = standing;
  if (memberId === null || store === null) return null;
  const { storeId, partnerId } = store;
  const asked = { points: wish.points, sentBy: callerId(caller), key, isByMember: false };
  return { memberId, partnerId, storeId, ...asked };
}

/** Read once the wallets are locked: it looks at what the members spent before. */
async function safetyOf(
  transaction: Transaction,
  asked: {
    readonly requests: readonly SpendPointsRequest[];
    readonly standings: readonly StandingFacts[];
    readonly now: Date;
  },
): Promise<readonly (SafetyFacts | null)[]> {
  const { requests, standings, now } = asked;
  const known = requests.map((request, index) => spendRequestOf(request, standings[index] as StandingFacts));
  const found = await safetyFacts(
    transaction,
    known.filter((each) => each !== null),
    now,
  );
  let next = 0;
  return known.map((each) => (each === null ? null : (found[next++] ?? null)));
}

/** @param holdId - when points were drawn for the hold already */
export function decideSpend(
  request: SpendPointsRequest,
  facts: Facts,
  holdId: HoldId = newId<HoldId>(),
): Result<Draft, SpendRefused> {
  const { caller, wish } = request;
  const decided = decideHold(wish, facts);
  if (!decided.ok) return decided;
  const allowed = checkSpend(facts.safety as SafetyFacts, spendRequestOf(request, facts) as SpendRequest);
  if (!allowed.ok) return allowed;
  const { sequence, terms, now } = facts;
  if (sequence === null) throw new Error('a member with points has no wallet');
  const ids = {
    holdId,
    captureId: newId<CaptureId>(),
    entryId: newId<EntryId>(),
    sequence,
  };
  const { buyer } = facts;
  const spent = spend(wish, decided.value, { ids, terms, buyer, spentBy: callerId(caller), now });
  return ok({ ...spent, stepUpId: allowed.value.stepUpId });
}

export async function writeSpends(
  transaction: Transaction,
  spends: readonly Draft[],
  { answers, now }: { readonly answers: readonly AnswerToKeep[]; readonly now: Date },
): Promise<void> {
  const stepUps = spends.flatMap(({ stepUpId }) => (stepUpId === null ? [] : [stepUpId]));
  if (stepUps.length > 0) await useStepUps(transaction, stepUps, now);
  const bind = new Bind();
  const events = spends.flatMap(({ hold, entry, capture: { currency }, obligations }) => [
    holdChanged(hold, newId()),
    ...clearingEvents(entry, { currency, obligations, newId }),
  ]);
  await runParts(transaction, bind, [
    ...(answers.length === 0 ? [] : [answersPart(bind, answers)]),
    ...spendParts(bind, spends),
    ...entriesParts(
      bind,
      spends.map(({ entry }) => entry),
    ),
    outboxPart(bind, events),
  ]);
  const kinds = await kindsReadLast(transaction.connection, transaction);
  await moveExpiries(transaction, actsOf(spends.map(({ entry }) => entry)), now, kinds);
}
