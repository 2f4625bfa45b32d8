/**
 * The chain of seals over the ledger: digests of entries in their order, and seals that each hold on to the one before.
 *
 * Both tables are only ever added to. They point at entries without a foreign key: what was sealed must still say so
 * when somebody takes the entry away.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `create table ledger_seal (
    number bigint primary key check (number > 0),
    previous_hash bytea not null unique check (octet_length(previous_hash) = 32),
    hash bytea not null unique check (octet_length(hash) = 32),
    entry_count integer not null check (entry_count >= 0),
    sealed_at timestamptz not null,
    horizon_xid xid8 not null,
    horizon_sequence bigint not null,
    cluster bigint not null
  )`,
  `create table sealed_entry (
    seal_number bigint not null,
    position integer not null check (position > 0),
    entry_id uuid not null unique,
    digest bytea not null check (octet_length(digest) = 32),
    primary key (seal_number, position)
  )`,
  // In the order in which entries are sealed: transaction by transaction.
  'create index entry_by_transaction on entry (xid, sequence)',
  'revoke update, delete on ledger_seal, sealed_entry from rewards_app',
];

export class Seals1700000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index entry_by_transaction');
    await runner.query('drop table sealed_entry, ledger_seal');
  }
}
