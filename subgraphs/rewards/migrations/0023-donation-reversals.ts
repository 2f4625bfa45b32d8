/** Donations that were reversed: each once, with why and by whom. What was donated stays as it was written. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `create table donation_reversal (
    donation_id uuid primary key references donation (id),
    entry_id uuid not null references entry (id),
    expired_points bigint not null check (expired_points >= 0),
    debt_paid bigint not null check (debt_paid >= 0),
    reason text not null,
    reversed_at timestamptz not null,
    reversed_by text not null
  )`,
  'revoke update, delete on donation_reversal from rewards_app',
  // What comes free at the target of a merge that was undone is looked for by the target.
  'create index member_merge_undone on member_merge (target_member_id) where unmerged_at is not null',
];

export class DonationReversals1700000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index member_merge_undone');
    await runner.query('drop table donation_reversal');
  }
}
