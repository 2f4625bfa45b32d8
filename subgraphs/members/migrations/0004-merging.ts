/**
 * Two members who turned out to be one, and what has to go back when they did not. A merge is never deleted: who did
 * it, when and why stays, as does who undid it.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Merging1763800000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table member add column merged_into uuid references member (id) check (merged_into <> id)',
    );
    await runner.query(`
      create table member_merge (
        id uuid primary key,
        source_member_id uuid not null references member (id),
        target_member_id uuid not null references member (id),
        reason text not null,
        merged_at timestamptz not null,
        merged_by text not null,
        card_numbers text[] not null,
        seat_household_id uuid references household (id),
        undone_at timestamptz,
        undone_by text,
        undo_reason text,
        check (source_member_id <> target_member_id),
        check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undo_reason is null))
      )`);
    await runner.query('create index member_merge_of_target on member_merge (target_member_id)');
    await runner.query(`
      create unique index member_merge_standing on member_merge (source_member_id) where undone_at is null`);
    await runner.query('create index member_merge_of_source on member_merge (source_member_id)');
    await runner.query('revoke delete on member_merge from members_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table member_merge');
    await runner.query('alter table member drop column merged_into');
  }
}
