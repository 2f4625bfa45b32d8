/**
 * The relay carries what a subgraph told from its outbox to its topic: in order, at least once, by one process at a
 * time.
 *
 * Order: a row may become visible after one with a higher sequence, because transactions commit in any order; so the
 * topic is not in sequence order as a whole. Per key it is: writers of one key are serialised by the locks they take
 * before they tell, so the later event gets the higher sequence and becomes visible later. A crash between publishing
 * and marking publishes again; the bus drops the repeated ids it knows, the inbox of each consumer the rest.
 */
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { type EventEnvelope, type EventType, type SubgraphName, topicOf } from '../../contracts/event.js';
import type { EventBus, Stoppable } from '../bus/event-bus.js';
import { Bell } from '../bus/loops/bell.js';
import { rows } from '../database/transaction.js';
import { failpoint } from '../failpoints.js';
import { onOutboxWake } from './outbox-wake.js';

export interface RelayOptions {
  readonly database: DataSource;
  readonly bus: EventBus;
  readonly subgraph: SubgraphName;
  readonly log: Logger;
}

export interface Relay extends Stoppable {
  /** Something was committed: look now rather than at the next poll. */
  wake(): void;
}

const BATCH_MAX = 500;

/** The safety net under the bell: commands wake the relay, those of other processes by a signal that may get lost. */
const QUIET_POLL_MS = 5_000;
const SIGNAL_CHANNEL = 'outbox';

interface OutboxRow {
  readonly sequence: bigint;
  readonly event_id: string;
  readonly type: EventType;
  readonly key: string;
  readonly occurred_at: Date;
  readonly data: unknown;
}

/** Starts relaying while this process leads `relay:<subgraph>`; `wakeRelayOf(database)` wakes it wherever it leads. */
export function startRelay({ database, bus, subgraph, log }: RelayOptions): Relay {
  const bell = new Bell();
  const callLeader = leaderCall(bus, subgraph);
  let isLeading = false;
  const wake = (): void => (isLeading ? bell.ring() : callLeader());
  onOutboxWake(database, wake);
  const called = bus.onSignal(SIGNAL_CHANNEL, (name) => {
    if (name === subgraph) bell.ring();
  });
  const leading = bus.lead(`relay:${subgraph}`, async (signal) => {
    log.debug({ subgraph }, 'relay leads');
    isLeading = true;
    try {
      while (!signal.aborted) {
        const count = await relayBatch(database, bus, subgraph);
        if (count < BATCH_MAX) await bell.wait(QUIET_POLL_MS, signal);
      }
    } finally {
      isLeading = false;
    }
  });
  return { wake, stop: async () => void (await Promise.all([leading.stop(), (await called).stop()])) };
}

/** Calls the process that leads; calls made while one is on its way are one more together. */
function leaderCall(bus: EventBus, subgraph: SubgraphName): () => void {
  let calls = 0;
  const call = async (): Promise<void> => {
    while (calls > 0) {
      const told = calls;
      await bus.signal(SIGNAL_CHANNEL, subgraph).catch(() => undefined);
      calls = calls > told ? 1 : 0;
    }
  };
  return () => {
    calls += 1;
    if (calls === 1) void call();
  };
}

async function relayBatch(database: DataSource, bus: EventBus, subgraph: SubgraphName): Promise<number> {
  const waiting = await rows<OutboxRow>(
    database,
    `select sequence, event_id, type, key, occurred_at, data from outbox
     where published_at is null order by sequence limit $1`,
    [BATCH_MAX],
  );
  if (waiting.length === 0) return 0;
  failpoint('relay.before-publish');
  await bus.publish(topicOf(subgraph), waiting.map(envelopeOf));
  failpoint('relay.after-publish');
  await rows(
    database,
    'update outbox set published_at = clock_timestamp() where sequence = any($1::bigint[])',
    [waiting.map((row) => row.sequence.toString())],
  );
  return waiting.length;
}

function envelopeOf(row: OutboxRow): EventEnvelope {
  return {
    id: row.event_id,
    type: row.type,
    key: row.key,
    occurredAt: row.occurred_at.toISOString(),
    data: row.data,
  };
}
