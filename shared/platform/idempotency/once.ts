/**
 * Runs a command once for each (caller, idempotency key), however often and however concurrently it is sent.
 *
 * The key is claimed first, inside the command's own transaction: a twin waits for it and then finds the stored
 * answer. A refusal writes nothing at all, so its key is free again and the caller may send it with a mended input.
 */
import type { DataSource } from 'typeorm';
import { ok, type Result, refused } from '../../values/result.js';
import { prepared } from '../database/prepared.js';
import { inTransaction, rows, type Transaction } from '../database/transaction.js';
import { failpoint } from '../failpoints.js';
import { type Caller, callerId } from '../identity/caller.js';
import { wakeRelayOf } from '../outbox/outbox-wake.js';
import { decodeAnswer, encodeAnswer, inputHash } from './stored-answer.js';

export interface CommandRequest {
  readonly caller: Caller;
  readonly key: string;
  /** The mutation's name: one key cannot serve two different acts. */
  readonly command: string;
  readonly input: unknown;
}

/** The key was used before for something else. */
export interface KeyReused {
  readonly kind: 'KeyReused';
  readonly key: string;
  readonly command: string;
}

export type Replayable<Success> = Success & { readonly replayed: boolean };

interface StoredAnswerRow {
  readonly command: string;
  readonly input_hash: Buffer;
  readonly answer: string;
}

/** Carries a refusal out of a transaction that must roll back; never leaves this file. */
class RefusalRollback<Refusal> extends Error {
  constructor(readonly refusal: Refusal) {
    super('rolled back by a refusal');
  }
}

/**
 * Gives the answer of `work`, or of the earlier run with the same key and input (`replayed: true`).
 *
 * @param work - decides and writes inside the transaction; when it refuses, everything it wrote is undone
 */
export async function once<Success extends object, Refusal>(
  database: DataSource,
  request: CommandRequest,
  work: (transaction: Transaction) => Promise<Result<Success, Refusal>>,
): Promise<Result<Replayable<Success>, Refusal | KeyReused>> {
  try {
    const result = await inTransaction(database, async (transaction) => {
      if (!(await claim(transaction, request))) return storedAnswer<Success>(transaction, request);
      const decided = await work(transaction);
      if (!decided.ok) throw new RefusalRollback(decided.refusal);
      await store(transaction, request, decided.value);
      failpoint('command.before-commit');
      return ok({ ...decided.value, replayed: false });
    });
    if (result.ok && !result.value.replayed) failpoint('command.after-commit');
    wakeRelayOf(database);
    return result;
  } catch (thrown) {
    if (thrown instanceof RefusalRollback) return refused(thrown.refusal as Refusal);
    throw thrown;
  }
}

async function claim(transaction: Transaction, request: CommandRequest): Promise<boolean> {
  const claimed = await rows(
    transaction,
    prepared(`insert into stored_answer (caller, key, command, input_hash, answer) values ($1, $2, $3, $4, 'null')
     on conflict do nothing returning key`),
    [callerId(request.caller), request.key, request.command, inputHash(request.input)],
  );
  return claimed.length === 1;
}

async function store(transaction: Transaction, request: CommandRequest, answer: unknown): Promise<void> {
  await rows(transaction, prepared('update stored_answer set answer = $3 where caller = $1 and key = $2'), [
    callerId(request.caller),
    request.key,
    encodeAnswer(answer),
  ]);
}

/** Reads what an earlier run answered; refuses when the key belonged to another command or another input. */
export async function storedAnswer<Success extends object>(
  transaction: Transaction,
  request: CommandRequest,
): Promise<Result<Replayable<Success>, KeyReused>> {
  const [stored] = await rows<StoredAnswerRow>(
    transaction,
    prepared(
      'select command, input_hash, answer::text as answer from stored_answer where caller = $1 and key = $2',
    ),
    [callerId(request.caller), request.key],
  );
  const isSame =
    stored !== undefined &&
    stored.command === request.command &&
    stored.input_hash.equals(inputHash(request.input));
  if (!isSame)
    return refused({ kind: 'KeyReused', key: request.key, command: stored?.command ?? request.command });
  return ok({ ...decodeAnswer<Success>(stored.answer), replayed: true });
}
