/** Receipts and what came back of them. What was recorded is never changed; a return is a record of its own. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `create table purchase (
    id uuid primary key,
    receipt_number text not null,
    store_id uuid not null,
    partner_id uuid not null,
    member_id uuid not null,
    purchased_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    currency text not null,
    total_minor bigint not null check (total_minor > 0),
    points bigint not null check (points >= 0),
    funding_minor bigint not null,
    fee_minor bigint not null,
    terms_version integer not null,
    agreement_id uuid not null,
    entry_id uuid,
    lot_id uuid,
    unique (store_id, receipt_number)
  )`,
  'create index purchase_of_member on purchase (member_id, purchased_at desc, id desc)',
  `create table purchase_line (
    purchase_id uuid not null references purchase (id),
    line_number integer not null check (line_number > 0),
    sku text not null,
    name text not null,
    quantity integer not null check (quantity > 0),
    amount_minor bigint not null check (amount_minor >= 0),
    points bigint not null check (points >= 0),
    primary key (purchase_id, line_number)
  )`,
  `create table purchase_return (
    id uuid primary key,
    purchase_id uuid not null references purchase (id),
    returned_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    amount_minor bigint not null,
    points bigint not null,
    funding_minor bigint not null,
    fee_minor bigint not null,
    entry_id uuid
  )`,
  'create index return_of_purchase on purchase_return (purchase_id, id)',
  `create table return_line (
    return_id uuid not null references purchase_return (id),
    purchase_id uuid not null,
    line_number integer not null,
    quantity integer not null check (quantity > 0),
    amount_minor bigint not null,
    points bigint not null,
    primary key (return_id, line_number),
    foreign key (purchase_id, line_number) references purchase_line (purchase_id, line_number)
  )`,
  'create index return_line_of_purchase on return_line (purchase_id, line_number)',
  'revoke update, delete on purchase, purchase_line, purchase_return, return_line from rewards_app',
];

export class Purchases1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table return_line, purchase_return, purchase_line, purchase');
  }
}
