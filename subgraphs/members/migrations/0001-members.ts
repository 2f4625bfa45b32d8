/**
 * Members and their cards. A phone is kept twice, never in clear: sealed to be shown, and as a blind index to be
 * found.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Members1763800000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table member (
        id uuid primary key,
        phone_index bytea not null unique,
        phone_sealed bytea not null,
        nickname text,
        is_nickname_shown boolean not null,
        enrolled_at timestamptz not null,
        enrolled_by text not null,
        check (not is_nickname_shown or nickname is not null)
      )`);
    await runner.query(`
      create table card (
        id uuid primary key,
        member_id uuid not null references member (id),
        number text not null unique,
        kind text not null check (kind in ('VIRTUAL', 'PLASTIC')),
        issued_at timestamptz not null
      )`);
    await runner.query('create index card_of_member on card (member_id, issued_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table card');
    await runner.query('drop table member');
  }
}
