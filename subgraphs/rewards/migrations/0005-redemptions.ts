/**
 * Holds on points and the slices of lots they keep. A lot's `held` is the sum of its slices in holds that are
 * open.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `create table hold (
    id uuid primary key,
    member_id uuid not null references wallet (member_id),
    partner_id uuid not null,
    store_id uuid not null,
    points bigint not null check (points > 0),
    captured_points bigint not null default 0 check (captured_points between 0 and points),
    state text not null check (state in ('HELD', 'CAPTURED', 'VOIDED', 'EXPIRED')),
    held_at timestamptz not null,
    expires_at timestamptz not null,
    changed_at timestamptz not null,
    terms_version integer not null,
    agreement_id uuid not null
  )`,
  // Open holds alone are looked for by time and by member; there are few at any moment.
  "create index hold_open_by_expiry on hold (expires_at) where state = 'HELD'",
  "create index hold_open_of_member on hold (member_id) where state = 'HELD'",
  `create table hold_slice (
    hold_id uuid not null references hold (id),
    position smallint not null,
    lot_id uuid not null references lot (id),
    issuer_partner_id uuid not null,
    points bigint not null check (points > 0),
    primary key (hold_id, position)
  )`,
  'create index hold_slice_of_lot on hold_slice (lot_id)',
  'revoke delete on hold from rewards_app',
  'revoke update, delete on hold_slice from rewards_app',
];

export class Redemptions1700000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table hold_slice, hold');
  }
}
