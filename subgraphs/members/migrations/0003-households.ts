/**
 * Members who pool points. A member has one seat at most in the whole programme, which the primary key of the seats
 * holds whatever the code does.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Households1763800000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table household (
        id uuid primary key,
        name text not null,
        owner_id uuid not null references member (id),
        opened_at timestamptz not null,
        closed_at timestamptz,
        version integer not null
      )`);
    await runner.query(`
      create table household_seat (
        member_id uuid primary key references member (id),
        household_id uuid not null references household (id),
        joined_at timestamptz not null,
        monthly_draw_limit bigint check (monthly_draw_limit >= 0)
      )`);
    await runner.query('create index household_seat_of on household_seat (household_id, joined_at)');
    await runner.query(`
      create table household_invitation (
        id uuid primary key,
        household_id uuid not null references household (id),
        member_id uuid not null references member (id),
        monthly_draw_limit bigint check (monthly_draw_limit >= 0),
        state text not null check (state in ('OPEN', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
        invited_at timestamptz not null,
        invited_by text not null,
        ended_at timestamptz,
        check ((state = 'OPEN') = (ended_at is null))
      )`);
    await runner.query(`
      create unique index household_invitation_open on household_invitation (household_id, member_id)
        where state = 'OPEN'`);
    await runner.query(`
      create index household_invitation_of_member on household_invitation (member_id) where state = 'OPEN'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table household_invitation');
    await runner.query('drop table household_seat');
    await runner.query('drop table household');
  }
}
