/**
 * Local copies of what members and partners told: a till never waits on another subgraph. Each can be rebuilt from
 * the topics.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  'create table member_copy (member_id uuid primary key, enrolled_at timestamptz not null)',
  'create table card_copy (card_number text primary key, card_id uuid not null, member_id uuid not null)',
  `create table partner_copy (
    partner_id uuid primary key,
    name text not null,
    status text not null,
    version integer not null
  )`,
  `create table store_copy (
    store_id uuid primary key,
    partner_id uuid not null,
    name text not null,
    city text not null,
    time_zone text not null,
    is_open boolean not null,
    version integer not null
  )`,
  `create table agreement_copy (
    agreement_id uuid primary key,
    partner_id uuid not null,
    version integer not null,
    effective_from timestamptz not null,
    effective_until timestamptz,
    currency text not null,
    earn_points bigint not null,
    earn_per_minor bigint not null check (earn_per_minor > 0),
    funding_minor_per_thousand bigint not null,
    reimbursement_minor_per_thousand bigint not null,
    operator_fee_basis_points bigint not null,
    unique (partner_id, version)
  )`,
];

export class Reference1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table agreement_copy, store_copy, partner_copy, card_copy, member_copy');
  }
}
