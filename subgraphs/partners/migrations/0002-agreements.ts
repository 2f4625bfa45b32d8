/** Agreements: append-only, because signed terms never change; new terms are a new row. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Agreements1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement (
        id uuid primary key,
        partner_id uuid not null references partner (id),
        version integer not null check (version > 0),
        effective_from timestamptz not null,
        effective_until timestamptz check (effective_until > effective_from),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        earn_points bigint not null check (earn_points > 0),
        earn_per_minor bigint not null check (earn_per_minor > 0),
        funding_minor_per_thousand bigint not null check (funding_minor_per_thousand > 0),
        reimbursement_minor_per_thousand bigint not null check (reimbursement_minor_per_thousand > 0),
        operator_fee_basis_points bigint not null check (operator_fee_basis_points between 0 and 10000),
        signed_at timestamptz not null,
        unique (partner_id, version),
        unique (partner_id, effective_from)
      );
      revoke update, delete on agreement from partners_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table agreement');
  }
}
