/** A kind of entry of its own for debt that is paid from points which a hold let go. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

function kinds(list: string): string {
  return `alter table entry drop constraint entry_kind_check,
    add constraint entry_kind_check check (kind in (${list}))`;
}

export class DebtPayment1700000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(kinds(`'EARN', 'RETURN', 'CAPTURE', 'DEBT_PAYMENT'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(kinds(`'EARN', 'RETURN', 'CAPTURE'`));
  }
}
