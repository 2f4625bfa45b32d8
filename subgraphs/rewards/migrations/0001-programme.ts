/** The programme's terms by version. A version is never changed or removed; the highest is in force. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Programme1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table programme_terms (
        version integer primary key,
        currency text not null,
        worth_minor_per_thousand bigint not null check (worth_minor_per_thousand >= 0),
        activation_delay_days integer not null check (activation_delay_days >= 0),
        expiry_months integer check (expiry_months > 0),
        time_zone text not null,
        purchase_window_days integer not null,
        hold_minutes integer not null check (hold_minutes > 0),
        payable_share_basis_points integer not null check (payable_share_basis_points between 0 and 10000),
        receipt_max_minor bigint not null check (receipt_max_minor > 0),
        configured_at timestamptz not null default clock_timestamp(),
        configured_by text not null
      )`);
    await runner.query('revoke update, delete on programme_terms from rewards_app');
    await runner.query(`
      insert into programme_terms values
        (1, 'EUR', 500, 0, 24, 'Europe/Berlin', 90, 15, 5000, 10000000000, clock_timestamp(), 'default')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table programme_terms');
  }
}
