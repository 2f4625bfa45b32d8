/**
 * Topics and places in Redis: a stream per topic with positions of our own (`<position>-0`), dense from 1.
 *
 * Places move by compare and set rather than by a consumer group of Redis: a group hands events to whoever asks under
 * the consumer's name, so a frozen consumer that wakes up could take events away from its successor, out of order.
 * All keys of a topic share a hash tag, as a script in Redis Cluster requires.
 */
import type { Redis } from 'ioredis';
import type { EventEnvelope, EventType, Topic } from '../../contracts/event.js';
import type { Topics } from './engine-event-bus.js';
import type { DeliveredEvent } from './event-bus.js';

/**
 * Repetitions come from a relay that died between publishing and marking, so only recent ids matter; inboxes drop the
 * rest.
 */
const KNOWN_IDS_MAX = 10_000;

/** Runs alone in Redis: a second publisher, or a repeated call, finds the ids of the first. */
const APPEND = `
  local log, known, head = KEYS[1], KEYS[2], KEYS[3]
  local last = tonumber(redis.call('GET', head) or '0')
  local before = last
  for at = 4, #ARGV, 5 do
    local position = string.format('%.0f', last + 1)
    if redis.call('ZADD', known, 'NX', position, ARGV[at]) == 1 then
      redis.call('XADD', log, position .. '-0', 'id', ARGV[at], 'type', ARGV[at + 1], 'key', ARGV[at + 2],
        'occurredAt', ARGV[at + 3], 'data', ARGV[at + 4])
      last = last + 1
    end
  end
  if last > before then
    redis.call('SET', head, string.format('%.0f', last))
    redis.call('ZREMRANGEBYRANK', known, 0, -(tonumber(ARGV[3]) + 1))
    redis.call('PUBLISH', ARGV[1], ARGV[2])
  end
  return last - before`;

const MOVE_PLACE = `
  if (redis.call('GET', KEYS[1]) or '0') ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[2])
  return 1`;

export class RedisTopics implements Topics {
  constructor(
    private readonly redis: Redis,
    private readonly names: { readonly namespace: string; readonly publishedChannel: string },
  ) {}

  async append(topic: Topic, events: readonly EventEnvelope[]): Promise<void> {
    const keys = [this.key(topic, 'log'), this.key(topic, 'known'), this.key(topic, 'head')];
    const fields = events.flatMap((event) => [
      event.id,
      event.type,
      event.key,
      event.occurredAt,
      JSON.stringify(event.data),
    ]);
    const { publishedChannel } = this.names;
    await this.redis.eval(APPEND, keys.length, ...keys, publishedChannel, topic, KNOWN_IDS_MAX, ...fields);
  }

  async read(topic: string, after: string | null, limit: number): Promise<readonly DeliveredEvent[]> {
    const entries = await this.redis.xrange(
      this.key(topic, 'log'),
      `(${after ?? '0'}-0`,
      '+',
      'COUNT',
      limit,
    );
    return entries.map(([entryId, fields]) => delivered(entryId, fields));
  }

  async place(topic: string, group: string): Promise<string> {
    return (await this.redis.get(this.key(topic, `place:${group}`))) ?? '0';
  }

  async movePlace(move: { topic: string; group: string; from: string; to: string }): Promise<boolean> {
    const key = this.key(move.topic, `place:${move.group}`);
    return (await this.redis.eval(MOVE_PLACE, 1, key, move.from, move.to)) === 1;
  }

  async behind(topic: string, group: string): Promise<number> {
    const keys = [this.key(topic, 'head'), this.key(topic, `place:${group}`)];
    const [head, place] = await this.redis.mget(...keys);
    return Math.max(0, Number(head ?? 0) - Number(place ?? 0));
  }

  private key(topic: string, what: string): string {
    return `${this.names.namespace}:{${topic}}:${what}`;
  }
}

function delivered(entryId: string, fields: readonly string[]): DeliveredEvent {
  const byName = new Map<string, string>();
  for (let at = 0; at < fields.length; at += 2) byName.set(fields[at] ?? '', fields[at + 1] ?? '');
  return {
    position: entryId.slice(0, entryId.indexOf('-')),
    id: byName.get('id') ?? '',
    // What is no event type is found by whoever decodes it.
    type: (byName.get('type') ?? '') as EventType,
    key: byName.get('key') ?? '',
    occurredAt: byName.get('occurredAt') ?? '',
    data: JSON.parse(byName.get('data') ?? 'null'),
  };
}
