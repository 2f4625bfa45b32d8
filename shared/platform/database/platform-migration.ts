/**
 * The tables that every subgraph has before its own: what it told, what it heard, and what it answered.
 *
 * Always the first migration of a schema. Its timestamp lies before that of any migration of a subgraph.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Platform1600000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        sequence bigint generated always as identity primary key,
        event_id uuid not null unique,
        type text not null,
        key text not null,
        occurred_at timestamptz not null,
        data jsonb not null,
        told_at timestamptz not null default clock_timestamp(),
        published_at timestamptz
      )`);
    // Only what still waits is indexed, so the relay's look is short however long the history is.
    await runner.query('create index outbox_unpublished on outbox (sequence) where published_at is null');
    await runner.query(`
      create table inbox (
        topic text not null,
        event_id uuid not null,
        heard_at timestamptz not null default clock_timestamp(),
        primary key (topic, event_id)
      )`);
    await runner.query(`
      create table stored_answer (
        caller text not null,
        key text not null,
        command text not null,
        input_hash bytea not null,
        answer jsonb not null,
        answered_at timestamptz not null default clock_timestamp(),
        primary key (caller, key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table stored_answer, inbox, outbox');
  }
}
