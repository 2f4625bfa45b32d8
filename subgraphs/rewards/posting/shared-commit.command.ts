/**
 * Does many requests of one hot act in one transaction of two statements: one that reads and locks for all of them,
 * one that writes for all that are accepted.
 *
 * Each request keeps its own outcome: a refused one writes nothing and leaves its key free, whatever becomes of its
 * neighbours. The idempotency key means what it means in `once`, but its claim is the last write and not the first:
 * whoever is beaten to a key is undone, and finds the other's answer when it comes again.
 */
import type { DataSource } from 'typeorm';
import type { Stoppable } from '../../../shared/platform/bus/event-bus.js';
import { isDatabaseAway } from '../../../shared/platform/database/database-away.js';
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
import type { MemberId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { type Bind, insertPart } from '../ledger/bind.js';
import type { MemberRef } from '../reference/standing.js';
import { LaneQueue, type Settled } from './lane-queue.js';

export interface PostingRequest {
  readonly caller: Caller;
  readonly key: string;
}

/** What every act must know of a request, beside what decides it. */
export interface PostingFacts {
  /** Whose wallet is locked for it; null when there is none. */
  readonly memberId: MemberId | null;
  /** Whether the idempotency key has an answer already. */
  readonly isAnswered: boolean;
}

/** The answer to keep under a request's key. */
export interface AnswerToKeep {
  readonly request: CommandRequest;
  readonly answer: object;
}

export interface PostingAct<Request, Facts, Draft, Success, Refusal> {
  /** The mutation's name. */
  readonly command: string;
  inputOf(request: Request): unknown;
  /** What a request names, beside its key, that no two at once may name. */
  lanesOf(request: Request): readonly string[];
  /** Reads what decides each, in their order, and locks their wallets in the order of member ids. */
  load(transaction: Transaction, requests: readonly Request[]): Promise<readonly Facts[]>;
  decide(request: Request, facts: Facts): Result<Draft, Refusal>;
  answerOf(draft: Draft): Success;
  write(transaction: Transaction, drafts: readonly Draft[], answers: readonly AnswerToKeep[]): Promise<void>;
}

export type PostingOutcome<Success, Refusal> = Result<Replayable<Success>, Refusal | KeyReused>;

/** Found by trying: larger ones win little more and make the first of a batch wait for the last. */
const BATCH_MAX = 128;
const WRITERS_MAX = 2;
/** A twin that holds the same key can win once; after that it is there to be found. */
const ATTEMPTS_MAX = 3;
const UNIQUE_VIOLATION = '23505';

const opened = new WeakMap<DataSource, readonly { idle(): Promise<void> }[]>();

/** Opens the queue through which a process does an act. */
export function openPostingQueue<
  Request extends PostingRequest,
  Facts extends PostingFacts,
  Draft,
  Success extends object,
  Refusal,
>(
  database: DataSource,
  act: PostingAct<Request, Facts, Draft, Success, Refusal>,
): LaneQueue<Request, PostingOutcome<Success, Refusal>> {
  const queue: LaneQueue<Request, PostingOutcome<Success, Refusal>> = new LaneQueue({
    batchMax: BATCH_MAX,
    writersMax: WRITERS_MAX,
    lanesOf: (request) => [`key ${callerId(request.caller)} ${request.key}`, ...act.lanesOf(request)],
    run: (requests) => despiteTwins(() => commitTogether(database, act, requests)),
    mayDivide: (fault) => !isDatabaseAway(fault),
  });
  finishesWith(database, queue);
  return queue;
}

/** Makes the stop of a process wait for a queue. */
export function finishesWith(database: DataSource, queue: { idle(): Promise<void> }): void {
  opened.set(database, [...(opened.get(database) ?? []), queue]);
}

/** Stops when everything that waits in the queues over a database is done: it must stop before the database does. */
export function finishingPostings(database: DataSource): Stoppable {
  return {
    stop: async () => {
      await Promise.all((opened.get(database) ?? []).map((queue) => queue.idle()));
    },
  };
}

async function despiteTwins<Outcome>(run: () => Promise<Outcome>): Promise<Outcome> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await run();
    } catch (fault) {
      const isBeaten = (fault as { code?: unknown }).code === UNIQUE_VIOLATION;
      if (!isBeaten || tried === ATTEMPTS_MAX) throw fault;
    }
  }
}

async function commitTogether<
  Request extends PostingRequest,
  Facts extends PostingFacts,
  Draft,
  Success extends object,
  Refusal,
>(
  database: DataSource,
  act: PostingAct<Request, Facts, Draft, Success, Refusal>,
  requests: readonly Request[],
): Promise<readonly Settled<PostingOutcome<Success, Refusal>>[]> {
  const { settled, isWritten } = await inTransaction(database, async (transaction) => {
    const facts = await act.load(transaction, requests);
    const batch = new Batch(act, transaction);
    const settled: Settled<PostingOutcome<Success, Refusal>>[] = [];
    for (const [index, request] of requests.entries()) {
      settled.push(await batch.settle(request, facts[index] as Facts));
    }
    if (batch.drafts.length === 0) return { settled, isWritten: false };
    failpoint('batch.between-statements');
    await act.write(transaction, batch.drafts, batch.answers);
    failpoint('command.before-commit');
    return { settled, isWritten: true };
  });
  if (isWritten) {
    failpoint('command.after-commit');
    wakeRelayOf(database);
  }
  return settled;
}

/** What is accepted of a batch so far. */
class Batch<
  Request extends PostingRequest,
  Facts extends PostingFacts,
  Draft,
  Success extends object,
  Refusal,
> {
  readonly drafts: Draft[] = [];
  readonly answers: AnswerToKeep[] = [];
  private readonly changed = new Set<MemberId>();

  constructor(
    private readonly act: PostingAct<Request, Facts, Draft, Success, Refusal>,
    private readonly transaction: Transaction,
  ) {}

  async settle(request: Request, facts: Facts): Promise<Settled<PostingOutcome<Success, Refusal>>> {
    const { act } = this;
    const { memberId, isAnswered } = facts;
    const { caller, key } = request;
    const command = { caller, key, command: act.command, input: act.inputOf(request) };
    if (isAnswered) return { is: 'DONE', answer: await storedAnswer<Success>(this.transaction, command) };
    // Named by card here and by id there: what the later one is decided by is not what it will be.
    if (memberId !== null && this.changed.has(memberId))
      return { is: 'DEFERRED', lane: memberLane(memberId) };
    const decided = act.decide(request, facts);
    if (!decided.ok) return { is: 'DONE', answer: decided };
    if (memberId !== null) this.changed.add(memberId);
    const answer = act.answerOf(decided.value);
    this.drafts.push(decided.value);
    this.answers.push({ request: command, answer });
    return { is: 'DONE', answer: ok({ ...answer, replayed: false }) };
  }
}

/** The lane of whoever changes a member's wallet. */
function memberLane(memberId: MemberId): string {
  return `member ${memberId}`;
}

/** The lanes of a member as a till names one; that of a card is found to be a member's once its wallet is locked. */
export function memberLanes(member: MemberRef): readonly string[] {
  return [member.by === 'ID' ? memberLane(member.memberId) : `card ${member.cardNumber}`];
}

/** Keeps answers as a part of a statement: keys in one order, so that two processes never wait for each other. */
export function answersPart(bind: Bind, answers: readonly AnswerToKeep[]): string {
  const kept = answers.map(({ request, answer }) => ({
    ...request,
    caller: callerId(request.caller),
    answer,
  }));
  const inOrder = kept.sort((a, b) => (a.caller + a.key < b.caller + b.key ? -1 : 1));
  return insertPart(bind, {
    name: 'answered',
    table: 'stored_answer',
    rows: inOrder,
    columns: {
      caller: ['text', ({ caller }) => caller],
      key: ['text', ({ key }) => key],
      command: ['text', ({ command }) => command],
      input_hash: ['bytea', ({ input }) => inputHash(input)],
      answer: ['jsonb', ({ answer }) => encodeAnswer(answer)],
    },
  });
}
