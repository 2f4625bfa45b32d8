/**
 * Runs the night of a business day: by the clock, in one process of all that run this subgraph, or because an operator
 * asks for it.
 *
 * Each chunk of members is a transaction that also moves the run's place on, under the lock of the run: whoever comes
 * after a crash, or at the same time, goes on from there and does nothing twice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { Stoppable } from '../../../shared/platform/bus/event-bus.js';
import { inTransaction, type Transaction } from '../../../shared/platform/database/transaction.js';
import { failpoint } from '../../../shared/platform/failpoints.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { wakeRelayOf } from '../../../shared/platform/outbox/outbox-wake.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock, SubgraphDependencies } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { lockMembers, postEntries } from '../lot-events/post-entries.command.js';
import { termsInForce } from '../programme/terms.query.js';
import type { Day } from '../wallet-kinds/calendar-days.js';
import { nightWork } from './do-step.command.js';
import { NightStore } from './night.store.js';
import {
  dueDay,
  type NightNotDue,
  type NightRun,
  type NightStep,
  newRun,
  notDue,
  stepAfter,
} from './night-run.js';

/** So many members wait for one another's turn at most: few enough that no till notices. */
const CHUNK_MEMBERS_MAX = 500;

/** How long an operator's request waits for the end of the run before it tells how far it is. */
const ANSWER_MS_MAX = 5_000;

const PAUSE_MS = 120_000;

type NightDependencies = Pick<SubgraphDependencies, 'database' | 'clock' | 'log'>;
export type RunNightRefusal = NightNotDue | KeyReused;

/** Opens the run of a day, or finds the one that does what was due by it. */
async function openNight(
  transaction: Transaction,
  asked: { readonly day: Day; readonly timeZone: string; readonly startedBy: string },
  now: Date,
): Promise<NightRun> {
  const store = new NightStore(transaction);
  await store.lockOpening();
  const known = await store.covering(asked.day);
  if (known !== null) return known;
  const last = await store.last();
  const run = newRun({ ...asked, id: newId() }, last?.asOf ?? null, now);
  await store.open(run);
  return run;
}

/** Does what is left of a run and of those before it. Done again, or by two at once, it is done once. */
export async function finishNight(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  day: Day,
  isStopped: () => boolean = () => false,
): Promise<void> {
  for (const run of await new NightStore(database).unfinished(day)) {
    let isFinished = false;
    while (!isFinished && !isStopped()) {
      isFinished = await inTransaction(database, (transaction) => doChunk(transaction, run.id, clock.now()));
      wakeRelayOf(database);
      failpoint('night.between-chunks');
    }
  }
}

/** Does the next chunk of a run. @returns whether the run is finished */
async function doChunk(transaction: Transaction, runId: string, now: Date): Promise<boolean> {
  const store = new NightStore(transaction);
  const run = await store.locked(runId);
  if (run === null || run.step === null) return true;
  const { due, work } = nightWork[run.step];
  const place = { after: run.lastMemberId, limit: CHUNK_MEMBERS_MAX, now };
  const memberIds = await due(transaction, run, place);
  if (memberIds.length > 0) {
    await lockMembers(transaction, memberIds);
    await store.add(runId, await work(transaction, run, { memberIds, now }));
  }
  const last = memberIds.at(-1);
  if (memberIds.length === CHUNK_MEMBERS_MAX && last !== undefined) {
    await store.moveTo(runId, last);
    return false;
  }
  return endStep(transaction, { ...run, step: run.step }, now);
}

async function endStep(
  transaction: Transaction,
  run: NightRun & { readonly step: NightStep },
  now: Date,
): Promise<boolean> {
  const store = new NightStore(transaction);
  const next = stepAfter(run.step);
  await store.endStep(run, next, now);
  if (next !== null) return false;
  const steps = await store.stepsOf([run.id]);
  const finished: DomainEvent<'rewards.night-finished.1'> = {
    id: newId(),
    type: 'rewards.night-finished.1',
    key: run.id,
    occurredAt: now,
    data: {
      runId: run.id,
      day: run.day,
      asOf: run.asOf,
      startedAt: run.startedAt,
      finishedAt: now,
      steps: steps.map(({ step, members, lots, points }) => ({ step, members, lots, points })),
    },
  };
  await postEntries(transaction, [], [finished]);
  return true;
}

/** Opens a run because an operator asks, and waits a moment for its end; it goes on in any case. */
export async function runNight(
  dependencies: NightDependencies,
  { caller, key, day }: { readonly caller: Caller; readonly key: string; readonly day: Day | null },
): Promise<Result<Replayable<{ day: Day }>, RunNightRefusal>> {
  const { database, clock, log } = dependencies;
  const command = { caller, key, command: 'runNight', input: { day } };
  const opened = await once(
    database,
    command,
    async (transaction): Promise<Result<{ day: Day }, NightNotDue>> => {
      const now = clock.now();
      const { timeZone } = await termsInForce(transaction);
      const asked = day ?? dueDay(now, timeZone);
      const tooEarly = notDue(asked, now, timeZone);
      if (tooEarly !== null) return refused(tooEarly);
      const run = await openNight(transaction, { day: asked, timeZone, startedBy: callerId(caller) }, now);
      return ok({ day: run.day });
    },
  );
  if (!opened.ok) return opened;
  const finished = finishNight(dependencies, opened.value.day).catch((fault: unknown) =>
    log.error({ err: fault }, 'a run of the night that an operator asked for stopped; the next look goes on'),
  );
  await Promise.race([finished, pause(ANSWER_MS_MAX, undefined, { ref: false })]);
  return opened;
}

/** Looks whether the run of the day is due, and does it. */
async function runDueNight(dependencies: NightDependencies, isStopped: () => boolean): Promise<void> {
  const { database, clock } = dependencies;
  const now = clock.now();
  const { timeZone } = await termsInForce(database.manager);
  const day = dueDay(now, timeZone);
  const known = await new NightStore(database).covering(day);
  if (known === null) {
    await inTransaction(database, (transaction) =>
      openNight(transaction, { day, timeZone, startedBy: 'clock' }, now),
    );
  }
  await finishNight(dependencies, known?.day ?? day, isStopped);
}

/** Runs the night of each day once the day has begun, in one process of all that run this subgraph. */
export function startNights(dependencies: SubgraphDependencies): Stoppable {
  const { bus, log } = dependencies;
  return bus.lead('rewards.night', async (signal) => {
    while (!signal.aborted) {
      try {
        await runDueNight(dependencies, () => signal.aborted);
      } catch (fault) {
        log.error({ err: fault }, 'the run of the night stopped; it goes on from its place at the next look');
      }
      await pause(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  });
}
