/**
 * The life of lots over time: who gave a lot its expiry and how long it lives of its own, when a whole balance goes,
 * and how far each run of the night has come.
 *
 * A run keeps its place by step and last member, so that whoever goes on with it begins where the other one ended.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `alter table lot
    add column expiry_by text not null default 'WALLET' check (expiry_by in ('PROMOTION', 'WALLET', 'PROGRAMME')),
    add column expiry_policy text,
    add column own_expires_at timestamptz,
    add column after_event jsonb`,
  `update lot set expiry_by = 'PROGRAMME', own_expires_at = expires_at`,
  `alter table wallet add column resets_at timestamptz, add column resets_by_version integer`,
  // Lots that are usable at once are in neither index, so most purchases pay for none of them.
  `create index lot_delayed on lot (member_id, activates_at)
    where remaining > 0 and activates_at > earned_at and cancels_at is null`,
  `create index lot_waiting on lot (member_id, cancels_at) where activates_at is null and closed_as is null`,
  `create table night_run (
    id uuid primary key,
    day date not null unique,
    time_zone text not null,
    as_of timestamptz not null,
    since timestamptz not null,
    started_by text not null,
    started_at timestamptz not null,
    step text,
    last_member_id uuid,
    finished_at timestamptz,
    check (since <= as_of),
    check ((step is null) = (finished_at is not null))
  )`,
  `create table night_step (
    run_id uuid not null references night_run (id),
    step text not null,
    position smallint not null,
    members bigint not null default 0 check (members >= 0),
    lots bigint not null default 0 check (lots >= 0),
    points bigint not null default 0 check (points >= 0),
    finished_at timestamptz,
    primary key (run_id, step)
  )`,
  'revoke delete on night_run, night_step from rewards_app',
];

const DOWN = [
  'drop table night_step, night_run',
  'drop index lot_waiting, lot_delayed',
  'alter table wallet drop column resets_by_version, drop column resets_at',
  `alter table lot drop column after_event, drop column own_expires_at, drop column expiry_policy,
    drop column expiry_by`,
];

export class Night1700000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
