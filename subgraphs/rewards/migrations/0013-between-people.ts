/**
 * Points between people: gifts with the slices of lots they keep while they are open, causes and donations to them,
 * and adjustments by hand. Terms and donations are only ever added.
 *
 * What a cause has received is kept in sixteen rows for each currency, so that a popular cause is no hot row.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const GIFTS = [
  `create table gift_terms (
    version integer primary key,
    is_on boolean not null,
    gift_min_points bigint not null,
    gift_max_points bigint not null,
    giver_day_max_points bigint not null,
    giver_month_max_points bigint not null,
    receiver_month_max_points bigint not null,
    offer_days integer not null,
    configured_at timestamptz not null default clock_timestamp(),
    configured_by text not null
  )`,
  `insert into gift_terms (version, is_on, gift_min_points, gift_max_points, giver_day_max_points,
      giver_month_max_points, receiver_month_max_points, offer_days, configured_by)
    values (1, true, 1, 10000, 20000, 50000, 50000, 14, 'default')`,
  'revoke update, delete on gift_terms from rewards_app',
  `create table gift (
    id uuid primary key,
    giver_id uuid not null,
    receiver_id uuid not null check (receiver_id <> giver_id),
    points bigint not null check (points > 0),
    message text,
    state text not null check (state in ('OFFERED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'LAPSED', 'REVERSED')),
    offered_at timestamptz not null,
    lapses_at timestamptz not null,
    soonest_expiry timestamptz,
    changed_at timestamptz not null,
    terms_version integer not null,
    gift_terms_version integer not null references gift_terms (version),
    returned_points bigint not null default 0 check (returned_points >= 0),
    owed_points bigint not null default 0 check (owed_points >= 0),
    reversal_reason text,
    check (returned_points + owed_points <= points)
  )`,
  'create index gift_of_giver on gift (giver_id, id)',
  'create index gift_of_receiver on gift (receiver_id, id)',
  // Open gifts alone are looked for by time; there are few at any moment.
  "create index gift_open_by_lapse on gift (lapses_at) where state = 'OFFERED'",
  `create table gift_slice (
    gift_id uuid not null references gift (id),
    position smallint not null,
    lot_id uuid not null references lot (id),
    issuer_partner_id uuid not null,
    points bigint not null check (points > 0),
    primary key (gift_id, position)
  )`,
  'create index gift_slice_of_lot on gift_slice (lot_id)',
  `create table gift_lot (
    gift_id uuid not null,
    position smallint not null,
    lot_id uuid not null references lot (id),
    primary key (gift_id, position),
    foreign key (gift_id, position) references gift_slice (gift_id, position)
  )`,
  'revoke delete on gift from rewards_app',
  'revoke update, delete on gift_slice, gift_lot from rewards_app',
];

const CAUSES = [
  `create table cause (
    id uuid primary key,
    name text not null,
    description text not null,
    partner_id uuid not null,
    goal_points bigint check (goal_points > 0),
    opened_at timestamptz not null,
    opened_by text not null,
    closed_at timestamptz,
    closed_by text
  )`,
  'revoke delete on cause from rewards_app',
  `create table donation (
    id uuid primary key,
    cause_id uuid not null references cause (id),
    member_id uuid not null,
    partner_id uuid not null,
    points bigint not null check (points > 0),
    amount_minor bigint not null,
    currency text not null,
    donated_at timestamptz not null
  )`,
  'create index donation_to_cause on donation (cause_id, member_id)',
  'revoke update, delete on donation from rewards_app',
  `create table cause_tally (
    cause_id uuid not null references cause (id),
    currency text not null,
    shard smallint not null check (shard between 0 and 15),
    points bigint not null,
    amount_minor bigint not null,
    donors bigint not null,
    primary key (cause_id, currency, shard)
  )`,
  'revoke delete on cause_tally from rewards_app',
];

const ADJUSTMENTS = [
  `create table adjustment_terms (
    version integer primary key,
    second_approval_above_points bigint not null,
    configured_at timestamptz not null default clock_timestamp(),
    configured_by text not null
  )`,
  `insert into adjustment_terms (version, second_approval_above_points, configured_by) values (1, 10000, 'default')`,
  'revoke update, delete on adjustment_terms from rewards_app',
  `create table adjustment (
    id uuid primary key,
    member_id uuid not null,
    unit text not null,
    points bigint not null check (points <> 0),
    reason text not null,
    partner_id uuid,
    state text not null check (state in ('PROPOSED', 'POSTED', 'REJECTED')),
    terms_version integer not null references adjustment_terms (version),
    proposed_at timestamptz not null,
    proposed_by text not null,
    decided_at timestamptz,
    decided_by text,
    decision_reason text,
    entry_id uuid
  )`,
  'create index adjustment_in_state on adjustment (state, id)',
  'create index adjustment_of_member on adjustment (member_id, proposed_at)',
  'revoke delete on adjustment from rewards_app',
];

export class Between1700000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...GIFTS, ...CAUSES, ...ADJUSTMENTS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table gift_lot, gift_slice, gift, gift_terms');
    await runner.query('drop table cause_tally, donation, cause');
    await runner.query('drop table adjustment, adjustment_terms');
  }
}
