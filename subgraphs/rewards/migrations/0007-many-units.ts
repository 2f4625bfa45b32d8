/**
 * The ledger of many units: each kind of wallet has a unit of its own, lots can wait for an event or end by a posting,
 * and an entry says why it is there.
 *
 * `entry.xid` is the transaction that wrote it: whoever wants all entries up to a moment asks for those whose
 * transaction has ended, and misses none that was still under way.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `create table wallet_kind (
    unit text not null check (unit ~ '^[A-Z][A-Z0-9_]{1,15}$'),
    version integer not null check (version > 0),
    revision bigint generated always as identity unique,
    settings jsonb not null,
    configured_at timestamptz not null default clock_timestamp(),
    configured_by text not null,
    primary key (unit, version)
  )`,
  'revoke update, delete on wallet_kind from rewards_app',
  `insert into wallet_kind (unit, version, settings, configured_by) values ('PTS', 1, '{
    "purpose": "SPENDABLE", "nameOne": "point", "nameMany": "points", "earning": { "by": "AGREEMENT" },
    "rounding": "DOWN", "balanceCap": null, "periodCap": null, "negative": "ALLOWED", "returnPolicy": "UNLIMITED",
    "activation": null, "expiry": null, "itemReward": null }', 'default')`,
  `alter table wallet add column unit text not null default 'PTS', add column last_redeemed_at timestamptz`,
  'alter table lot drop constraint lot_member_id_fkey',
  'alter table hold drop constraint hold_member_id_fkey',
  'alter table wallet drop constraint wallet_pkey, add primary key (member_id, unit)',
  `alter table lot
    add column unit text not null default 'PTS',
    add column rule text not null default 'BASE_RATE',
    add column cause_id uuid,
    add column cancels_at timestamptz,
    add column closed_as text check (closed_as in ('EXPIRED', 'CANCELLED')),
    alter column purchase_id drop not null,
    alter column activates_at drop not null,
    add foreign key (member_id, unit) references wallet (member_id, unit),
    add check (closed_as is null or remaining = 0),
    add check (activates_at is not null or cancels_at is not null)`,
  `alter table entry
    drop constraint entry_kind_check,
    alter column partner_id drop not null,
    alter column agreement_id drop not null,
    add column cause_id uuid,
    add column buyer_id uuid,
    add column reasons jsonb not null default '[]',
    add column xid xid8 not null default pg_current_xact_id(),
    add constraint entry_kind_check check (kind in ('EARN', 'RETURN', 'CAPTURE', 'REVERSAL', 'DEBT_PAYMENT', 'EXPIRY',
      'CANCELLATION', 'CONVERSION', 'ADJUSTMENT', 'GIFT_SENT', 'GIFT_RECEIVED', 'DONATION', 'MERGE', 'UNMERGE'))`,
  'alter table purchase add column lot_ids uuid[] not null default array[]::uuid[]',
  'update purchase set lot_ids = array[lot_id] where lot_id is not null',
  'alter table purchase drop column lot_id',
];

const DOWN = [
  'alter table purchase add column lot_id uuid',
  'update purchase set lot_id = lot_ids[1]',
  'alter table purchase drop column lot_ids',
  `alter table entry
    drop constraint entry_kind_check,
    drop column xid, drop column reasons, drop column buyer_id, drop column cause_id,
    alter column agreement_id set not null,
    alter column partner_id set not null,
    add constraint entry_kind_check check (kind in ('EARN', 'RETURN', 'CAPTURE', 'DEBT_PAYMENT'))`,
  `alter table lot
    drop constraint lot_member_id_unit_fkey,
    drop column unit, drop column rule, drop column cause_id, drop column cancels_at, drop column closed_as,
    alter column activates_at set not null,
    alter column purchase_id set not null`,
  `alter table wallet drop constraint wallet_pkey, drop column unit, drop column last_redeemed_at,
    add primary key (member_id)`,
  'alter table lot add foreign key (member_id) references wallet (member_id)',
  'alter table hold add foreign key (member_id) references wallet (member_id)',
  'drop table wallet_kind',
];

export class ManyUnits1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
