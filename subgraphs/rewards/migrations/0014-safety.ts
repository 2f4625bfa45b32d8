/**
 * What keeps a member's points hers: locks on spending, limits and questions before it, and notices after it.
 *
 * A lock is a row that is never changed: the newest one of a member says how it stands. Of a notice only `read_at` is
 * ever set. Indexes on `entry` hold spendings alone, so what is earned costs nothing more.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `create table safety_terms (
    version integer primary key,
    points_per_redemption_max bigint check (points_per_redemption_max > 0),
    points_per_hour_max bigint check (points_per_hour_max > 0),
    points_per_day_max bigint check (points_per_day_max > 0),
    redemptions_per_day_max integer check (redemptions_per_day_max > 0),
    partners_per_day_max integer check (partners_per_day_max > 0),
    step_up_above bigint check (step_up_above >= 0),
    step_up_on_new_partner boolean not null,
    step_up_minutes integer not null check (step_up_minutes > 0),
    configured_at timestamptz not null default clock_timestamp(),
    configured_by text not null
  )`,
  'revoke update, delete on safety_terms from rewards_app',
  `insert into safety_terms (version, step_up_on_new_partner, step_up_minutes, configured_by)
    values (1, false, 5, 'default')`,
  `create table spend_lock (
    number bigint generated always as identity primary key,
    member_id uuid not null,
    is_locked boolean not null,
    laid_at timestamptz not null,
    laid_by text not null check (laid_by in ('MEMBER', 'OPERATOR')),
    subject text not null,
    reason text
  )`,
  'create index spend_lock_of_member on spend_lock (member_id, number)',
  'revoke update, delete on spend_lock from rewards_app',
  `create table step_up (
    id uuid primary key,
    member_id uuid not null,
    partner_id uuid,
    store_id uuid,
    points bigint not null check (points > 0),
    because text not null check (because in ('AMOUNT', 'NEW_PARTNER')),
    caller text not null,
    key text not null,
    state text not null check (state in ('OPEN', 'CONFIRMED', 'DENIED', 'USED')),
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    answered_at timestamptz,
    answered_by text check (answered_by in ('MEMBER', 'OPERATOR')),
    subject text,
    used_at timestamptz,
    check ((state = 'OPEN') = (answered_at is null)),
    check ((state = 'USED') = (used_at is not null))
  )`,
  'create index step_up_of_request on step_up (caller, key)',
  'create index step_up_of_member on step_up (member_id, id)',
  'revoke delete on step_up from rewards_app',
  `create index entry_of_spending on entry (member_id, posted_at)
    where kind in ('CAPTURE', 'GIFT_SENT', 'DONATION')`,
  'create index hold_changes_of_member on hold (member_id)',
  `create table notice (
    number bigint generated always as identity primary key,
    id uuid not null unique,
    member_id uuid not null,
    kind text not null,
    unit text,
    points bigint,
    partner_id uuid,
    entry_id uuid,
    entry_sequence bigint,
    occurred_at timestamptz not null,
    noticed_at timestamptz not null,
    facts jsonb not null,
    read_at timestamptz,
    unique (member_id, entry_sequence, unit)
  )`,
  'create index notice_of_member on notice (member_id, number)',
  'create index notice_unread on notice (member_id, number) where read_at is null',
  'revoke update, delete on notice from rewards_app',
  'grant update (read_at) on notice to rewards_app',
  // What happened before there were notices is history, and nobody is told of it now.
  'create table notice_start (after_sequence bigint not null)',
  'insert into notice_start select coalesce(max(sequence), 0) from entry',
  'revoke insert, update, delete on notice_start from rewards_app',
];

export class Safety1700000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table notice_start, notice, step_up, spend_lock, safety_terms');
    await runner.query('drop index entry_of_spending, hold_changes_of_member');
  }
}
