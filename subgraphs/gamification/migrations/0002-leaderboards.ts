/**
 * Boards, their window instances, and the score of every member in each.
 *
 * The order of a board is one index that covers all its columns, in one direction (`neg_score`), so that a page
 * is one range of it and comes from the index alone. Only rows above zero are in it: the others are not shown.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Leaderboards1763800000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table leaderboard (
        id uuid primary key,
        code text not null unique,
        name text not null,
        metric text not null check (metric in ('POINTS_EARNED', 'PURCHASES')),
        "window" text not null check ("window" in ('ALL_TIME', 'MONTH', 'WEEK')),
        time_zone text not null,
        opened_at timestamptz not null
      )`);
    await runner.query(`
      create table leaderboard_window (
        leaderboard_id uuid not null references leaderboard,
        window_key text not null,
        participant_count bigint not null,
        version bigint not null,
        primary key (leaderboard_id, window_key)
      )`);
    // Vacuumed often: a page or a rank is read from the index alone only where the table is known to be settled.
    await runner.query(`
      create table standing (
        leaderboard_id uuid not null,
        window_key text not null,
        member_id uuid not null,
        score bigint not null,
        neg_score bigint not null generated always as (-score) stored,
        reached_at timestamptz,
        primary key (leaderboard_id, window_key, member_id)
      ) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02)`);
    await runner.query(`
      create index standing_order on standing (leaderboard_id, window_key, neg_score, reached_at, member_id)
      where neg_score < 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table standing, leaderboard_window, leaderboard');
  }
}
