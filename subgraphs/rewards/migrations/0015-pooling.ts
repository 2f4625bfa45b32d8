/**
 * Members who share points: copies of who merged with whom, who pools with whom, and who buys for a firm; and where
 * a lot came from that a merge moved.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // The member who has the points of this one since they were merged; null for a member of her own.
  'alter table member_copy add column merged_into uuid',
  'create index member_merged on member_copy (merged_into) where merged_into is not null',
  `create table member_merge (
    merge_id uuid primary key,
    source_member_id uuid not null,
    target_member_id uuid not null,
    merged_at timestamptz not null,
    unmerged_at timestamptz
  )`,
  'create index member_merge_of_source on member_merge (source_member_id)',
  `create table lot_origin (
    lot_id uuid primary key references lot (id),
    origin_lot_id uuid not null references lot (id),
    -- What moved it: a merge, or a household's draw.
    cause_id uuid not null
  )`,
  'create index lot_origin_of_cause on lot_origin (cause_id)',
  'create index lot_origin_of_origin on lot_origin (origin_lot_id)',
  'revoke update, delete on lot_origin from rewards_app',
  `create table household_member (
    member_id uuid primary key,
    household_id uuid not null,
    monthly_draw_limit bigint check (monthly_draw_limit >= 0),
    joined_at timestamptz not null
  )`,
  'create index household_member_of on household_member (household_id)',
  `create table household_copy (
    household_id uuid primary key,
    version integer not null
  )`,
  `create table buyer_copy (
    buyer_id uuid primary key,
    member_id uuid not null,
    card_number text not null,
    monthly_spend_limit bigint check (monthly_spend_limit >= 0),
    is_active boolean not null,
    version integer not null
  )`,
  'create unique index buyer_of_card on buyer_copy (card_number)',
  `create table household_draw (
    id uuid primary key,
    household_id uuid not null,
    member_id uuid not null,
    hold_id uuid not null,
    points bigint not null check (points > 0),
    given_back bigint not null default 0 check (given_back between 0 and points),
    drawn_at timestamptz not null
  )`,
  'create index household_draw_of_member on household_draw (member_id, drawn_at)',
  'create unique index household_draw_of_hold on household_draw (hold_id)',
  'revoke delete on household_draw from rewards_app',
  'alter table hold add column buyer_id uuid',
  'create index hold_of_buyer on hold (buyer_id, held_at) where buyer_id is not null',
  `alter table entry drop constraint entry_kind_check, add constraint entry_kind_check check (kind in ('EARN', 'RETURN',
    'CAPTURE', 'REVERSAL', 'DEBT_PAYMENT', 'EXPIRY', 'CANCELLATION', 'CONVERSION', 'ADJUSTMENT', 'GIFT_SENT',
    'GIFT_RECEIVED', 'DONATION', 'MERGE', 'UNMERGE', 'HOUSEHOLD_DRAW'))`,
];

export class Pooling1700000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table entry drop constraint entry_kind_check, add constraint entry_kind_check
      check (kind in ('EARN', 'RETURN', 'CAPTURE', 'REVERSAL', 'DEBT_PAYMENT', 'EXPIRY', 'CANCELLATION', 'CONVERSION',
        'ADJUSTMENT', 'GIFT_SENT', 'GIFT_RECEIVED', 'DONATION', 'MERGE', 'UNMERGE'))`);
    await runner.query('alter table hold drop column buyer_id');
    await runner.query(
      'drop table household_draw, buyer_copy, household_copy, household_member, lot_origin, member_merge',
    );
    await runner.query('alter table member_copy drop column merged_into');
  }
}
