/**
 * What was cancelled of a purchase is found by the purchase: a return asks for it, and no longer reads all that the
 * member ever did.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Cancellations1700000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index entry_of_cancellation on entry (purchase_id) where kind = 'CANCELLATION'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index entry_of_cancellation');
  }
}
