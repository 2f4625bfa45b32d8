/**
 * The ledger: entries and postings that are only ever added, and the lots and debts that are folds of them, kept for
 * speed.
 *
 * No row belongs to a partner or to the operator, so no row is hot. A trigger refuses postings that do not balance,
 * for each statement: a fault of the code cannot become a fault of the books.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  'create sequence entry_sequence as bigint',
  `create table wallet (
    member_id uuid primary key,
    debt bigint not null default 0 check (debt >= 0)
  )`,
  `create table entry (
    id uuid primary key,
    sequence bigint not null unique,
    kind text not null check (kind in ('EARN', 'RETURN', 'CAPTURE')),
    member_id uuid not null,
    partner_id uuid not null,
    purchase_id uuid,
    return_id uuid,
    hold_id uuid,
    occurred_at timestamptz not null,
    posted_at timestamptz not null,
    terms_version integer not null,
    agreement_id uuid not null
  )`,
  'create index entry_of_member on entry (member_id, sequence)',
  `create table lot (
    id uuid primary key,
    member_id uuid not null references wallet (member_id),
    issuer_partner_id uuid not null,
    purchase_id uuid not null,
    entry_id uuid not null,
    agreement_id uuid not null,
    funding_minor_per_thousand bigint not null,
    original bigint not null check (original > 0),
    remaining bigint not null,
    held bigint not null default 0,
    earned_at timestamptz not null,
    activates_at timestamptz not null,
    expires_at timestamptz,
    check (0 <= held and held <= remaining and remaining <= original)
  )`,
  // Lots that are used up leave this index, so a wallet is read by what is left in it and not by its history.
  'create index lot_with_points on lot (member_id, expires_at) where remaining > 0',
  'create index lot_of_member on lot (member_id, id)',
  `create table posting (
    entry_id uuid not null references entry (id),
    line smallint not null,
    account text not null,
    unit text not null,
    amount bigint not null check (amount <> 0),
    lot_id uuid,
    primary key (entry_id, line)
  )`,
  `create function postings_balance() returns trigger language plpgsql set search_path from current as $$
  declare wrong record;
  begin
    select entry_id, unit, sum(amount) as off into wrong
      from fresh group by entry_id, unit having sum(amount) <> 0 limit 1;
    if found then
      raise exception 'postings of entry % do not balance: % is off by %', wrong.entry_id, wrong.unit, wrong.off;
    end if;
    return null;
  end $$`,
  `create trigger postings_balance after insert on posting
    referencing new table as fresh for each statement execute function postings_balance()`,
  'revoke update, delete on entry, posting from rewards_app',
  'revoke delete on lot, wallet from rewards_app',
];

export class Ledger1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table posting, lot, entry, wallet');
    await runner.query('drop function postings_balance');
    await runner.query('drop sequence entry_sequence');
  }
}
