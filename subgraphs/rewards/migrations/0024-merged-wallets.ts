/**
 * A wallet says whom its member was merged into, as the copy of the member does: who waited for the lock of a wallet
 * while a merge held it sees in the row itself that the points go elsewhere by now.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MergedWallets1700000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table wallet add column merged_into uuid');
    await runner.query(`update wallet set merged_into = member_copy.merged_into from member_copy
      where member_copy.member_id = wallet.member_id and wallet.unit = 'PTS' and member_copy.merged_into is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table wallet drop column merged_into');
  }
}
