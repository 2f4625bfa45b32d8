/**
 * What kinds of wallet decide stays with what was decided: the awards of a purchase with the version of the kind that
 * gave each, what a return asked and took of each unit, the items that stamps became, and the bonuses.
 *
 * Purchases and returns from before were decided by the first version of the shared currency, which is filled in.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `alter table purchase add column awards jsonb not null default '[]',
    add column channel text check (channel in ('IN_STORE', 'PICKUP', 'ONLINE'))`,
  `update purchase set awards = made.awards from (
    select purchase.id, jsonb_agg(jsonb_build_object('unit', unit, 'rule', rule, 'kindVersion', 1,
      'asked', original::text, 'granted', original::text, 'activatesAt', activates_at, 'cancelsAt', cancels_at,
      'expiresAt', expires_at) order by place) as awards
    from purchase, unnest(lot_ids) with ordinality as lots (lot_id, place) join lot on lot.id = lot_id
    group by purchase.id) as made where made.id = purchase.id`,
  'alter table purchase_return add column asked bigint not null default 0',
  'update purchase_return set asked = points',
  'alter table purchase_return alter column asked drop default, add check (0 <= points and points <= asked)',
  `create table return_unit (
    return_id uuid not null references purchase_return (id),
    purchase_id uuid not null,
    unit text not null,
    kind_version integer not null,
    return_policy text not null check (return_policy in ('ONLY_PENDING', 'WITHIN_BALANCE', 'UNLIMITED')),
    asked bigint not null check (asked > 0),
    taken bigint not null check (0 <= taken and taken <= asked),
    primary key (return_id, unit)
  )`,
  'create index return_unit_of_purchase on return_unit (purchase_id, unit)',
  `insert into return_unit select id, purchase_id, 'PTS', 1, 'UNLIMITED', asked, points from purchase_return
    where asked > 0`,
  `create table item_reward (
    id uuid primary key,
    member_id uuid not null,
    unit text not null,
    kind_version integer not null,
    name text not null,
    units bigint not null check (units > 0),
    state text not null check (state in ('ISSUED', 'REDEEMED', 'CANCELLED')),
    entry_id uuid not null unique references entry (id),
    issued_at timestamptz not null,
    redeemed_at timestamptz,
    redeemed_store_id uuid,
    redeemed_partner_id uuid,
    cancelled_at timestamptz,
    cancel_entry_id uuid references entry (id),
    check ((state = 'REDEEMED') = (redeemed_at is not null)),
    check ((state = 'REDEEMED') = (redeemed_store_id is not null and redeemed_partner_id is not null)),
    check ((state = 'CANCELLED') = (cancelled_at is not null and cancel_entry_id is not null)),
    foreign key (member_id, unit) references wallet (member_id, unit)
  )`,
  'create index item_reward_of_member on item_reward (member_id, id)',
  `create table bonus (
    code text not null check (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    version integer not null check (version > 0),
    revision bigint generated always as identity unique,
    settings jsonb not null,
    configured_at timestamptz not null default clock_timestamp(),
    configured_by text not null,
    primary key (code, version)
  )`,
  'revoke update, delete on return_unit, bonus from rewards_app',
  'revoke delete on item_reward from rewards_app',
];

const DOWN = [
  'drop table bonus',
  'drop table item_reward',
  'drop table return_unit',
  'alter table purchase_return drop column asked',
  'alter table purchase drop column awards, drop column channel',
];

export class Kinds1700000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
