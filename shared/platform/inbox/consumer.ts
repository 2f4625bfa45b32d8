/**
 * Hears a topic on behalf of a subgraph, each event with effect exactly once.
 *
 * The bus delivers at least once; the inbox row of an event is written in the transaction of its effect, so a
 * repetition finds it and does nothing. A listener that fails fails the batch: nothing of it is kept, and the bus
 * brings it again.
 */
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { type DomainEvent, decodeEvent, type Topic } from '../../contracts/event.js';
import type { DeliveredEvent, EventBus, Stoppable } from '../bus/event-bus.js';
import { inTransaction, rows, type Transaction } from '../database/transaction.js';
import { failpoint } from '../failpoints.js';
import { wakeRelayOf } from '../outbox/outbox-wake.js';
import type { Listener } from './listener.js';

export interface InboxConsumerOptions {
  readonly database: DataSource;
  readonly bus: EventBus;
  readonly topic: Topic;
  /** By habit the consuming subgraph. One inbox serves one group per topic. */
  readonly group: string;
  readonly listeners: readonly Listener[];
  readonly log: Logger;
}

/** One transaction for so many events: large enough that catching up is fast, small enough that its locks are brief. */
const BATCH_MAX = 200;

/** Consecutive events of one type, which a listener hears in one call. */
interface Run {
  readonly type: string;
  readonly events: DomainEvent[];
}

export function startInboxConsumer(options: InboxConsumerOptions): Stoppable {
  const { bus, topic, group, listeners } = options;
  const heardTypes: ReadonlySet<string> = new Set(listeners.map((listener) => listener.type));
  return bus.consume({
    topic,
    group,
    batchMax: BATCH_MAX,
    handle: (delivered) =>
      hearBatch(
        options,
        delivered.filter((event) => heardTypes.has(event.type)),
      ),
  });
}

async function hearBatch(options: InboxConsumerOptions, delivered: readonly DeliveredEvent[]): Promise<void> {
  if (delivered.length === 0) return;
  const events = delivered.map(decodeEvent);
  const heard = await inTransaction(options.database, async (transaction) => {
    const runs = runsOf(await firstTimeOnly(transaction, options.topic, events));
    for (const run of runs) {
      for (const listener of listenersOf(options, run)) await listener.hear(run.events, transaction);
    }
    failpoint('consumer.before-commit');
    return runs;
  });
  failpoint('consumer.after-commit');
  // A listener may have told events of its own: they go on at once, and not when the relay next looks by itself.
  if (heard.length > 0) wakeRelayOf(options.database);
  await runHooks(options, heard);
}

function listenersOf(options: InboxConsumerOptions, run: Run): readonly Listener[] {
  return options.listeners.filter((listener) => listener.type === run.type);
}

/** Marks the events as heard and gives those that were not; a twin in another process waits here for our commit. */
async function firstTimeOnly(
  transaction: Transaction,
  topic: Topic,
  events: readonly DomainEvent[],
): Promise<readonly DomainEvent[]> {
  const marked = await rows<{ event_id: string }>(
    transaction,
    `insert into inbox (topic, event_id) select $1, unnest($2::uuid[])
     on conflict do nothing returning event_id`,
    [topic, events.map((event) => event.id)],
  );
  const fresh = new Set(marked.map((row) => row.event_id));
  // Removing as it goes drops a repetition inside the batch too.
  return events.filter((event) => fresh.delete(event.id.toLowerCase()));
}

function runsOf(events: readonly DomainEvent[]): readonly Run[] {
  const runs: Run[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.type === event.type) last.events.push(event);
    else runs.push({ type: event.type, events: [event] });
  }
  return runs;
}

/** The effect is durable; a hook that fails loses a live signal and nothing else, so it is only logged. */
async function runHooks(options: InboxConsumerOptions, heard: readonly Run[]): Promise<void> {
  for (const run of heard) {
    for (const listener of listenersOf(options, run)) {
      try {
        await listener.afterCommit?.(run.events);
      } catch (fault) {
        options.log.error({ topic: options.topic, type: run.type, err: fault }, 'a hook after commit failed');
      }
    }
  }
}
