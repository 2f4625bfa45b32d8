/**
 * Captures and their reversals as records of their own, and the programme's rules of spending.
 *
 * Slices are spent in their order, so a capture needs no rows for its lots: it spent what of the hold's slices lies
 * between `points_before` and `points_before + points`. A capture from before is found again by its entry.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `alter table programme_terms
    add column line_payable_share_basis_points integer not null default 10000
      check (line_payable_share_basis_points between 0 and 10000),
    add column is_basket_required boolean not null default false,
    add column spends_on_earning_receipt boolean not null default true`,
  'alter table hold add column receipt_number text',
  'create index hold_of_receipt on hold (store_id, receipt_number) where receipt_number is not null',
  `create table capture (
    id uuid primary key,
    hold_id uuid not null references hold (id),
    points_before bigint not null check (points_before >= 0),
    points bigint not null check (points > 0),
    amount_minor bigint not null check (amount_minor >= 0),
    currency text not null,
    entry_id uuid not null references entry (id),
    captured_at timestamptz not null,
    captured_by text not null,
    unique (hold_id, points_before)
  )`,
  `create table capture_reversal (
    id uuid primary key,
    capture_id uuid not null references capture (id),
    points_before bigint not null check (points_before >= 0),
    points bigint not null check (points > 0),
    amount_minor bigint not null check (amount_minor >= 0),
    expired_points bigint not null check (expired_points between 0 and points),
    debt_paid bigint not null check (debt_paid between 0 and points - expired_points),
    entry_id uuid not null references entry (id),
    reversed_at timestamptz not null,
    reversed_by text not null,
    unique (capture_id, points_before)
  )`,
  // What open holds still keep of lots. A slice looks at those before it only once something of its hold was captured.
  `create view held_slice as
    select slice.hold_id, slice.position, slice.lot_id, hold.expires_at,
      case when hold.captured_points = 0 then slice.points else greatest(0, least(slice.points,
        (select sum(upto.points) from hold_slice as upto
          where upto.hold_id = slice.hold_id and upto.position <= slice.position)
        - hold.captured_points))::bigint end as points
    from hold join hold_slice as slice on slice.hold_id = hold.id where hold.state = 'HELD'`,
  'revoke update, delete on capture, capture_reversal from rewards_app',
  // Nobody wrote down who captured; what was posted tells everything else. One hold had one capture.
  `insert into capture
    select entry.id, hold.id, 0, hold.captured_points, owed.minor, agreement_copy.currency, entry.id,
      entry.occurred_at, 'not recorded'
    from hold join entry on entry.hold_id = hold.id and entry.kind = 'CAPTURE'
      join agreement_copy on agreement_copy.agreement_id = hold.agreement_id
      cross join lateral (select coalesce(-sum(amount), 0) as minor from posting
        where entry_id = entry.id and account like 'receivable:%') as owed
    where hold.captured_points > 0`,
];

const DOWN = [
  'drop view held_slice',
  'drop table capture_reversal, capture',
  'alter table hold drop column receipt_number',
  `alter table programme_terms drop column line_payable_share_basis_points, drop column is_basket_required,
    drop column spends_on_earning_receipt`,
];

export class Captures1700000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
