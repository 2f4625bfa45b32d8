/**
 * The log of facts from which every board is filled, and the row that the one writer of the boards holds.
 *
 * A fact is known by the id of its purchase or return, so telling it twice changes nothing.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class History1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table game_fact (
        fact_id uuid primary key,
        sequence bigint generated always as identity unique,
        kind text not null check (kind in ('PURCHASE', 'RETURN')),
        purchase_id uuid not null,
        member_id uuid not null,
        partner_id uuid not null,
        store_id uuid not null,
        purchased_at timestamptz not null,
        points bigint not null check (points >= 0),
        quantity bigint not null check (quantity >= 0)
      )`);
    await runner.query('create index game_fact_of_purchase on game_fact (purchase_id, sequence)');
    await runner.query(`
      create table projection (
        name text primary key,
        taken_at timestamptz not null default clock_timestamp()
      )`);
    await runner.query(`insert into projection (name) values ('leaderboards')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table projection, game_fact');
  }
}
