/**
 * Firms as members: the same table and ids as persons, without a phone, and each buyer with a card of its own. A buyer
 * belongs to whichever member has the card, so that a merge moves both.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Organisations1763800000002 implements MigrationInterface {
  /** The kind keeps its default: a process of the release before may still enrol persons. */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table member
        add column kind text not null default 'PERSON' check (kind in ('PERSON', 'ORGANISATION')),
        alter column phone_index drop not null,
        alter column phone_sealed drop not null,
        add constraint member_phone_of_a_person
          check ((phone_index is not null) = (kind = 'PERSON') and (phone_sealed is not null) = (kind = 'PERSON'))`);
    await runner.query('alter table card add column stopped_at timestamptz');
    await runner.query(`
      create table organisation (
        member_id uuid primary key references member (id),
        name text not null,
        reference text not null unique
      )`);
    await runner.query(`
      create table buyer (
        id uuid primary key,
        card_id uuid not null unique references card (id),
        label text not null,
        monthly_spend_limit bigint check (monthly_spend_limit >= 0),
        is_active boolean not null,
        version integer not null,
        added_at timestamptz not null,
        added_by text not null
      )`);
  }

  /** A firm had no place before: it goes, with its cards. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table buyer');
    await runner.query('drop table organisation');
    await runner.query(
      `delete from card using member where card.member_id = member.id and member.kind = 'ORGANISATION'`,
    );
    await runner.query(`delete from member where kind = 'ORGANISATION'`);
    await runner.query('alter table card drop column stopped_at');
    await runner.query(`
      alter table member
        drop constraint member_phone_of_a_person,
        drop column kind,
        alter column phone_index set not null,
        alter column phone_sealed set not null`);
  }
}
