/**
 * Clearing entries and the periods that settle them.
 *
 * Exactly one period is open at any time. Entries, frozen obligations and positions are append-only, and a closed
 * period can never be changed again: what was settled stays provable.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Settlement1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table settlement_period (
        id uuid primary key,
        number integer not null unique check (number > 0),
        state text not null check (state in ('OPEN', 'CLOSED')),
        opened_at timestamptz not null,
        closed_at timestamptz,
        watermark bigint,
        entry_count bigint,
        check ((state = 'CLOSED') = (closed_at is not null and watermark is not null and entry_count > 0))
      );
      create unique index settlement_period_open on settlement_period (state) where state = 'OPEN';
      insert into settlement_period (id, number, state, opened_at) values (gen_random_uuid(), 1, 'OPEN', now());

      create table clearing_entry (
        clearing_id uuid primary key,
        period_id uuid not null references settlement_period (id),
        ledger_sequence bigint not null,
        entry_id uuid not null,
        kind text not null check (kind in ('FUNDING', 'OPERATOR_FEE', 'REIMBURSEMENT')),
        partner_id uuid not null,
        issuer_partner_id uuid not null,
        points bigint not null,
        amount_minor bigint not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        agreement_id uuid not null,
        occurred_at timestamptz not null,
        recorded_at timestamptz not null default clock_timestamp()
      );
      create index clearing_entry_of_period on clearing_entry (period_id, partner_id);

      create table settlement_obligation (
        period_id uuid not null references settlement_period (id),
        place integer not null,
        kind text not null check (kind in ('FUNDING', 'OPERATOR_FEE', 'REIMBURSEMENT')),
        debtor_id uuid,
        creditor_id uuid,
        issuer_id uuid not null,
        points bigint not null,
        amount_minor bigint not null check (amount_minor >= 0),
        currency text not null,
        primary key (period_id, place),
        check ((debtor_id is null) <> (creditor_id is null))
      );
      create table settlement_position (
        period_id uuid not null references settlement_period (id),
        place integer not null,
        party_id uuid,
        net_minor bigint not null,
        currency text not null,
        primary key (period_id, place),
        unique nulls not distinct (period_id, party_id, currency)
      );
      revoke update, delete on clearing_entry, settlement_obligation, settlement_position from partners_app;
      revoke delete on settlement_period from partners_app;

      create function refuse_change_of_closed_period() returns trigger language plpgsql as $$
        begin
          raise exception 'settlement period % is closed and can never change', old.number;
        end $$;
      create trigger closed_period_is_final before update on settlement_period
        for each row when (old.state = 'CLOSED') execute function refuse_change_of_closed_period();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table settlement_position, settlement_obligation, clearing_entry, settlement_period;
      drop function refuse_change_of_closed_period();
    `);
  }
}
