/** Partners, their stores and their API keys. A key's secret is kept only as a hash: a stolen table opens no till. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Registry1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table partner (
        id uuid primary key,
        name text not null check (name <> ''),
        trade text not null check (trade <> ''),
        status text not null check (status in ('INVITED', 'ACTIVE', 'EARN_CLOSED', 'BURN_CLOSED', 'SETTLED')),
        version integer not null check (version > 0),
        joined_at timestamptz not null
      );
      -- Two brands that differ only in case would be one brand to every member.
      create unique index partner_name on partner (lower(name));

      create table store (
        id uuid primary key,
        partner_id uuid not null references partner (id),
        name text not null check (name <> ''),
        city text not null check (city <> ''),
        country_code text not null check (country_code ~ '^[A-Z]{2}$'),
        time_zone text not null,
        is_open boolean not null,
        version integer not null check (version > 0),
        opened_at timestamptz not null
      );
      create index store_of_partner on store (partner_id, id);

      create table api_key (
        id uuid primary key,
        partner_id uuid not null references partner (id),
        label text not null check (label <> ''),
        prefix text not null,
        secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
        issued_at timestamptz not null,
        revoked_at timestamptz,
        last_used_at timestamptz
      );
      create index api_key_of_partner on api_key (partner_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_key, store, partner');
  }
}
