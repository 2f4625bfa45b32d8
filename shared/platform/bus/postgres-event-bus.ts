/**
 * The bus on PostgreSQL, the default: one engine to run, and topics as durable as the ledger itself.
 *
 * A pool serves statements; one session hears wake-ups and holds roles. Wake-ups are an optimisation: every loop also
 * polls. When the server dies, loops pause and resume where the database says they are.
 */
import { Pool } from 'pg';
import type { Logger } from 'pino';
import { AdvisoryLeadership, FREE_CHANNEL } from './advisory-leadership.js';
import { EngineEventBus } from './engine-event-bus.js';
import type { EventBus } from './event-bus.js';
import { Bells } from './loops/bell.js';
import { topicBell } from './loops/consuming.js';
import { roleBell } from './loops/leading.js';
import { PostgresSession } from './postgres-session.js';
import { PostgresTopics, PUBLISHED_CHANNEL } from './postgres-topics.js';
import { Signals } from './signals.js';

const SIGNAL_CHANNEL = 'coalition_bus_signal';
const POOL_MAX = 6;

/** A publisher that freezes inside its transaction would hold the topic's head; the server ends it after this. */
const IDLE_IN_TRANSACTION_MAX_MS = 10_000;

export interface PostgresEventBusOptions {
  /** Connects as the role `bus_app`. */
  readonly url: string;
  readonly log: Logger;
}

/**
 * Opens the bus once its tables answer and its session is live.
 *
 * @throws what PostgreSQL says when it cannot be reached now, or when `ensureBusSchema` has not run
 */
export async function openPostgresEventBus({ url, log }: PostgresEventBusOptions): Promise<EventBus> {
  const pool = openPool(url, log);
  try {
    await pool.query('select from bus.topic_head limit 1');
  } catch (fault) {
    await pool.end();
    throw fault;
  }
  const bells = new Bells();
  const signals = new Signals(log);
  const session = await openSession({ url, log }, bells, signals);
  const engine = {
    bells,
    signals,
    topics: new PostgresTopics(pool),
    leadership: new AdvisoryLeadership(() => session.current),
    sendSignal: async (whole: string) => {
      await pool.query('select pg_notify($1, $2)', [SIGNAL_CHANNEL, whole]);
    },
    disconnect: async () => {
      await session.stop();
      await pool.end();
    },
  };
  return new EngineEventBus(engine, log);
}

/** Resolves once the session is live for the first time, so that nothing published from then on goes unheard. */
async function openSession(
  { url, log }: PostgresEventBusOptions,
  bells: Bells,
  signals: Signals,
): Promise<PostgresSession> {
  return new Promise((resolve) => {
    const session = new PostgresSession({
      url,
      log,
      channels: [PUBLISHED_CHANNEL, FREE_CHANNEL, SIGNAL_CHANNEL],
      onNotice: (channel, payload) => {
        if (channel === PUBLISHED_CHANNEL) bells.ring(topicBell(payload));
        else if (channel === FREE_CHANNEL) bells.ring(roleBell(payload));
        else signals.heard(payload);
      },
      onConnected: () => {
        bells.ringAll();
        resolve(session);
      },
    });
  });
}

function openPool(url: string, log: Logger): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'coalition bus',
    max: POOL_MAX,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MAX_MS,
  });
  // Both are needed: an `error` nobody listens to ends the process, and the pool does not listen while a client is out.
  pool.on('error', (fault) => log.debug({ err: fault }, 'bus pool'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
