/**
 * The bus on Redis Streams, for platforms that have outgrown one PostgreSQL as their bus.
 *
 * A publish is as durable as Redis is told to be: run it with `appendonly yes` (`appendfsync always` loses nothing at
 * a power cut, `everysec` up to a second). What Redis forgot is still in the outboxes. Wake-ups are an optimisation:
 * every loop polls too.
 */
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { EngineEventBus } from './engine-event-bus.js';
import type { EventBus } from './event-bus.js';
import { backoffMs } from './loops/backoff.js';
import { Bells } from './loops/bell.js';
import { topicBell } from './loops/consuming.js';
import { roleBell } from './loops/leading.js';
import { RedisLeases } from './redis-leases.js';
import { RedisTopics } from './redis-topics.js';
import { Signals } from './signals.js';

export interface RedisEventBusOptions {
  readonly url: string;
  readonly log: Logger;
  /** The first part of every key and channel, so that several platforms can share one Redis. */
  readonly namespace?: string;
  /** How often each connection is asked whether it is alive. */
  readonly heartbeatMs?: number;
}

const COMMAND_TIMEOUT_MS = 3_000;
const HEARTBEAT_MS = 5_000;

interface Channels {
  readonly published: string;
  readonly free: string;
  readonly signal: string;
}

/**
 * Opens the bus once Redis answers.
 *
 * @throws when Redis cannot be reached now; later losses are mended by reconnecting
 */
export async function openRedisEventBus(options: RedisEventBusOptions): Promise<EventBus> {
  const { url, log, namespace = 'coalition' } = options;
  const names = (what: string): string => `${namespace}:${what}`;
  const channels = { published: names('published'), free: names('free'), signal: names('signal') };
  const [commands, hearing] = [connection(url, log), connection(url, log)];
  const beats = [commands, hearing].map((redis) => heartbeat(redis, options.heartbeatMs ?? HEARTBEAT_MS));
  const bells = new Bells();
  const signals = new Signals(log);
  const engine = {
    bells,
    signals,
    topics: new RedisTopics(commands, { namespace, publishedChannel: channels.published }),
    leadership: new RedisLeases(commands, { namespace, freeChannel: channels.free }),
    sendSignal: async (whole: string) => {
      await commands.publish(channels.signal, whole);
    },
    disconnect: async () => {
      for (const beat of beats) clearInterval(beat);
      hearing.disconnect();
      commands.disconnect();
    },
  };
  try {
    await Promise.all([commands.connect(), hear(hearing, channels, { bells, signals })]);
    await warnUnlessDurable(commands, log);
  } catch (fault) {
    await engine.disconnect();
    throw fault;
  }
  return new EngineEventBus(engine, log);
}

/** The client subscribes again by itself after each reconnection; what was said meanwhile was not heard. */
async function hear(
  hearing: Redis,
  channels: Channels,
  { bells, signals }: { readonly bells: Bells; readonly signals: Signals },
): Promise<void> {
  hearing.on('message', (channel: string, payload: string) => {
    if (channel === channels.published) bells.ring(topicBell(payload));
    else if (channel === channels.free) bells.ring(roleBell(payload));
    else signals.heard(payload);
  });
  hearing.on('ready', () => bells.ringAll());
  await hearing.connect();
  await hearing.subscribe(...Object.values(channels));
}

/**
 * Finds a connection that is dead but does not say so, and makes it anew. Nothing else would: what is only heard is
 * never asked, and a command that nobody answers leaves its connection as it is.
 */
function heartbeat(redis: Redis, everyMs: number): NodeJS.Timeout {
  return setInterval(() => {
    if (redis.status === 'ready') redis.ping().catch(() => redis.disconnect(true));
  }, everyMs);
}

function connection(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5_000,
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 3,
    retryStrategy: backoffMs,
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
