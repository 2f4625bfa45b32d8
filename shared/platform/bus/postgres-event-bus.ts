/**
 * The bus on PostgreSQL, the default: one engine to run, and topics as durable as the ledger itself.
 *
 * A pool serves statements; one session hears wake-ups and holds roles. Wake-ups are an optimisation: every loop also polls. When
 * the server dies, loops pause and resume where the database says they are.
 */
import { Pool } from 'pg';
import type { Logger } from 'pino';
import type { EventEnvelope, Topic } from '../../contracts/event.js';
import { AdvisoryLeadership, FREE_CHANNEL } from './advisory-leadership.js';
import type { Consumption, DeliveredEvent, EventBus, Stoppable, TopicLag } from './event-bus.js';
import { Bells } from './loops/bell.js';
import { consumeInOrder, topicBell } from './loops/consuming.js';
import { keepLeading, roleBell } from './loops/leading.js';
import { Running } from './loops/running.js';
import { PostgresSession } from './postgres-session.js';
import { PostgresTopics, PUBLISHED_CHANNEL } from './postgres-topics.js';
import { Signals, signalText } from './signals.js';

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
    return await new Promise<EventBus>((resolve) => {
      const bus = new PostgresEventBus(pool, { url, log, onReady: () => resolve(bus) });
    });
  } catch (fault) {
    await pool.end();
    throw fault;
  }
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

class PostgresEventBus implements EventBus {
  private readonly bells = new Bells();
  private readonly running = new Running();
  private readonly topics: PostgresTopics;
  private readonly signals: Signals;
  private readonly session: PostgresSession;
  private readonly leadership: AdvisoryLeadership;
  private readonly log: Logger;
  private closing: Promise<void> | null = null;

  constructor(
    private readonly pool: Pool,
    options: PostgresEventBusOptions & { onReady(): void },
  ) {
    this.log = options.log;
    this.topics = new PostgresTopics(pool);
    this.signals = new Signals(options.log);
    this.leadership = new AdvisoryLeadership(() => this.session.current);
    this.session = new PostgresSession({
      url: options.url,
      log: options.log,
      channels: [PUBLISHED_CHANNEL, FREE_CHANNEL, SIGNAL_CHANNEL],
      onNotice: (channel, payload) => this.noticed(channel, payload),
      onConnected: () => {
        this.bells.ringAll();
        options.onReady();
      },
    });
  }

  async publish(topic: Topic, events: readonly EventEnvelope[]): Promise<void> {
    if (events.length > 0) await this.topics.append(topic, events);
  }

  consume(consumption: Consumption): Stoppable {
    const { topics: places, leadership, bells, log } = this;
    return this.running.add(consumeInOrder({ places, leadership, bells, consumption, log }));
  }

  read(topic: Topic, after: string | null, limit: number): Promise<readonly DeliveredEvent[]> {
    return this.topics.read(topic, after, limit);
  }

  async lag(topic: Topic, group: string): Promise<TopicLag> {
    return { topic, group, behind: await this.topics.behind(topic, group) };
  }

  lead(role: string, work: (signal: AbortSignal) => Promise<void>): Stoppable {
    const { leadership, bells, log } = this;
    return this.running.add(keepLeading({ leadership, bells, log, role, work }));
  }

  async signal(channel: string, text: string): Promise<void> {
    await this.pool.query('select pg_notify($1, $2)', [SIGNAL_CHANNEL, signalText(channel, text)]);
  }

  async onSignal(channel: string, hear: (text: string) => void): Promise<Stoppable> {
    return this.signals.on(channel, hear);
  }

  close(): Promise<void> {
    this.closing ??= this.closeInOrder();
    return this.closing;
  }

  /** Loops first, while they can still give their roles back; then the connections under them. */
  private async closeInOrder(): Promise<void> {
    await this.running.stopAll();
    await this.session.stop();
    await this.pool.end();
  }

  private noticed(channel: string, payload: string): void {
    if (channel === PUBLISHED_CHANNEL) this.bells.ring(topicBell(payload));
    else if (channel === FREE_CHANNEL) this.bells.ring(roleBell(payload));
    else this.signals.heard(payload);
  }
}
