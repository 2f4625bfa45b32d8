/**
 * The bus's own tables, in schema `bus` of the platform's PostgreSQL.
 *
 * The application's role may append and move places but never change or remove a message: a topic is history, from
 * which any projection can be rebuilt. The schema and its two roles must exist (see `database/provision.ts`).
 */
import { asAdmin } from '../database/admin-session.js';

const statements: readonly string[] = [
  `create table if not exists bus.topic_head (
     topic text primary key,
     position bigint not null check (position >= 0)
   ) with (fillfactor = 50)`,
  `create table if not exists bus.message (
     topic text not null references bus.topic_head,
     position bigint not null check (position > 0),
     event_id uuid not null,
     type text not null,
     key text not null,
     occurred_at timestamptz not null,
     data jsonb not null,
     published_at timestamptz not null default clock_timestamp(),
     primary key (topic, position),
     unique (topic, event_id)
   )`,
  `create table if not exists bus.consumer_place (
     topic text not null,
     group_name text not null,
     position bigint not null check (position >= 0),
     moved_at timestamptz not null default clock_timestamp(),
     primary key (topic, group_name)
   ) with (fillfactor = 50)`,
  'grant usage on schema bus to bus_app',
  'revoke all on bus.message, bus.topic_head, bus.consumer_place from bus_app',
  'grant select, insert on bus.message to bus_app',
  'grant select, insert, update on bus.topic_head, bus.consumer_place to bus_app',
];

/** Creates what is missing, as `bus_owner`; safe to run at every start and from several processes at once. */
export async function ensureBusSchema(adminUrl: string): Promise<void> {
  await asAdmin(adminUrl, 'bus schema', async (admin) => {
    await admin.query('begin');
    await admin.query('set local role bus_owner');
    for (const statement of statements) await admin.query(statement);
    await admin.query('commit');
  });
}
