/**
 * Topics and places in PostgreSQL.
 *
 * Positions of a topic are dense and become visible in order: a publisher holds the lock of the topic's head until it
 * commits, so who sees position n sees everything before it. Without that lock a reader could pass an uncommitted
 * message and never see it.
 */
import type { Pool } from 'pg';
import type { EventEnvelope, Topic } from '../../contracts/event.js';
import type { Topics } from './engine-event-bus.js';
import type { DeliveredEvent } from './event-bus.js';

/** The channel on which the name of a topic is called out after an append. */
export const PUBLISHED_CHANNEL = 'coalition_bus_published';

const LOCK_HEAD = `
  insert into bus.topic_head (topic, position) values ($1, 0)
  on conflict (topic) do update set position = topic_head.position
  returning position::text as position`;

/** A statement of its own after the lock: its snapshot must see what the publisher before us committed. */
const APPEND = `
  with given as (
    select * from unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::jsonb[])
      with ordinality as event (event_id, type, key, occurred_at, data, place)
  ), appended as (
    insert into bus.message (topic, position, event_id, type, key, occurred_at, data)
    select $1, $2::bigint + row_number() over (order by place), event_id, type, key, occurred_at, data
    from given
    where not exists (select from bus.message known where known.topic = $1 and known.event_id = given.event_id)
    returning position
  ), moved as (
    update bus.topic_head set position = $2::bigint + (select count(*) from appended) where topic = $1
  )
  select pg_notify('${PUBLISHED_CHANNEL}', $1) from appended limit 1`;

const READ = `
  select position::text as position, event_id as id, type, key, occurred_at, data
  from bus.message where topic = $1 and position > $2::bigint order by message.position limit $3`;

const PLACE =
  'select position::text as position from bus.consumer_place where topic = $1 and group_name = $2';

const OPEN_PLACE =
  'insert into bus.consumer_place (topic, group_name, position) values ($1, $2, 0) on conflict do nothing';

const MOVE_PLACE = `
  update bus.consumer_place set position = $4::bigint, moved_at = clock_timestamp()
  where topic = $1 and group_name = $2 and position = $3::bigint`;

const BEHIND = `
  select greatest(0, coalesce((select position from bus.topic_head where topic = $1), 0)
    - coalesce((select position from bus.consumer_place where topic = $1 and group_name = $2), 0))::text as behind`;

type MessageRow = Omit<DeliveredEvent, 'occurredAt'> & { readonly occurred_at: Date };

function columns(topic: Topic, head: string, events: readonly EventEnvelope[]): unknown[] {
  return [
    topic,
    head,
    events.map((event) => event.id),
    events.map((event) => event.type),
    events.map((event) => event.key),
    events.map((event) => event.occurredAt),
    events.map((event) => JSON.stringify(event.data)),
  ];
}

export class PostgresTopics implements Topics {
  constructor(private readonly pool: Pool) {}

  async append(topic: Topic, events: readonly EventEnvelope[]): Promise<void> {
    const distinct = [...new Map(events.map((event) => [event.id, event])).values()];
    const client = await this.pool.connect();
    let isBroken = true;
    try {
      await client.query('begin');
      const head = await client.query<{ position: string }>({
        name: 'bus-lock-head',
        text: LOCK_HEAD,
        values: [topic],
      });
      const values = columns(topic, head.rows[0]?.position ?? '0', distinct);
      await client.query({ name: 'bus-append', text: APPEND, values });
      await client.query('commit');
      isBroken = false;
    } finally {
      // A connection with an unfinished transaction is dropped: the server rolls it back, whatever state it was in.
      client.release(isBroken);
    }
  }

  async read(topic: string, after: string | null, limit: number): Promise<readonly DeliveredEvent[]> {
    const { rows } = await this.pool.query<MessageRow>({
      name: 'bus-read',
      text: READ,
      values: [topic, after ?? '0', limit],
    });
    return rows.map(({ occurred_at, ...row }) => ({ ...row, occurredAt: occurred_at.toISOString() }));
  }

  async place(topic: string, group: string): Promise<string> {
    await this.pool.query(OPEN_PLACE, [topic, group]);
    const { rows } = await this.pool.query<{ position: string }>(PLACE, [topic, group]);
    return rows[0]?.position ?? '0';
  }

  async movePlace(move: { topic: string; group: string; from: string; to: string }): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'bus-move-place',
      text: MOVE_PLACE,
      values: [move.topic, move.group, move.from, move.to],
    });
    return rowCount === 1;
  }

  async behind(topic: string, group: string): Promise<number> {
    const { rows } = await this.pool.query<{ behind: string }>(BEHIND, [topic, group]);
    return Number(rows[0]?.behind ?? 0);
  }
}
