/**
 * The bus on Redis Streams, for platforms that have outgrown one PostgreSQL as their bus.
 *
 * A publish is as durable as Redis is told to be: run it with `appendonly yes` (`appendfsync always` loses nothing at a power cut,
 * `everysec` up to a second). What Redis forgot is still in the outboxes. Wake-ups are an optimisation: every loop polls too.
 */
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import type { EventEnvelope, Topic } from '../../contracts/event.js';
import type { Consumption, DeliveredEvent, EventBus, Stoppable, TopicLag } from './event-bus.js';
import { backoffMs } from './loops/backoff.js';
import { Bells } from './loops/bell.js';
import { consumeInOrder, topicBell } from './loops/consuming.js';
import { keepLeading, roleBell } from './loops/leading.js';
import { Running } from './loops/running.js';
import { RedisLeases } from './redis-leases.js';
import { RedisTopics } from './redis-topics.js';
import { Signals, signalText } from './signals.js';

export interface RedisEventBusOptions {
  readonly url: string;
  readonly log: Logger;
  /** The first part of every key and channel, so that several platforms can share one Redis. */
  readonly namespace?: string;
}

const COMMAND_TIMEOUT_MS = 3_000;

/**
 * Opens the bus once Redis answers.
 *
 * @throws when Redis cannot be reached now; later losses are mended by reconnecting
 */
export async function openRedisEventBus({
  url,
  log,
  namespace = 'coalition',
}: RedisEventBusOptions): Promise<EventBus> {
  const commands = connection(url, log, { commandTimeout: COMMAND_TIMEOUT_MS });
  const hearing = connection(url, log, {});
  const bus = new RedisEventBus(commands, hearing, { log, namespace });
  try {
    await Promise.all([commands.connect(), hearing.connect()]);
    await bus.listen();
    await warnUnlessDurable(commands, log);
    return bus;
  } catch (fault) {
    await bus.close();
    throw fault;
  }
}

function connection(url: string, log: Logger, options: RedisOptions): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5_000,
    maxRetriesPerRequest: 3,
    retryStrategy: backoffMs,
    ...options,
  });
  redis.on('error', (fault) => log.debug({ err: fault }, 'bus connection to Redis'));
  return redis;
}

async function warnUnlessDurable(redis: Redis, log: Logger): Promise<void> {
  // Managed servers refuse CONFIG; then their own promises of durability hold.
  const answer = await redis.config('GET', 'appendonly').catch(() => null);
  if (Array.isArray(answer) && answer[1] === 'no')
    log.warn('Redis runs without appendonly: a restart loses events');
}

class RedisEventBus implements EventBus {
  private readonly bells = new Bells();
  private readonly running = new Running();
  private readonly signals: Signals;
  private readonly topics: RedisTopics;
  private readonly leadership: RedisLeases;
  private readonly channels: { readonly published: string; readonly free: string; readonly signal: string };
  private readonly log: Logger;
  private closing: Promise<void> | null = null;

  constructor(
    private readonly commands: Redis,
    private readonly hearing: Redis,
    { log, namespace }: { readonly log: Logger; readonly namespace: string },
  ) {
    this.log = log;
    this.signals = new Signals(log);
    this.channels = {
      published: `${namespace}:published`,
      free: `${namespace}:free`,
      signal: `${namespace}:signal`,
    };
    this.topics = new RedisTopics(commands, { namespace, publishedChannel: this.channels.published });
    this.leadership = new RedisLeases(commands, { namespace, freeChannel: this.channels.free });
    hearing.on('message', (channel: string, payload: string) => this.noticed(channel, payload));
    hearing.on('ready', () => this.bells.ringAll());
  }

  async listen(): Promise<void> {
    await this.hearing.subscribe(this.channels.published, this.channels.free, this.channels.signal);
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
    await this.commands.publish(this.channels.signal, signalText(channel, text));
  }

  async onSignal(channel: string, hear: (text: string) => void): Promise<Stoppable> {
    return this.signals.on(channel, hear);
  }

  close(): Promise<void> {
    this.closing ??= this.closeInOrder();
    return this.closing;
  }

  /** Loops first, while they can still give their leases back; then the connections under them. */
  private async closeInOrder(): Promise<void> {
    await this.running.stopAll();
    this.hearing.disconnect();
    this.commands.disconnect();
  }

  private noticed(channel: string, payload: string): void {
    if (channel === this.channels.published) this.bells.ring(topicBell(payload));
    else if (channel === this.channels.free) this.bells.ring(roleBell(payload));
    else this.signals.heard(payload);
  }
}
