/** Reads what was frozen when periods were closed: three statements for any number of periods. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { NetPosition, Obligation } from './netting.js';
import type { PeriodFigures } from './settlement-period.js';

interface OfPeriod {
  readonly periodId: string;
}

interface CountRow {
  readonly id: string;
  readonly entryCount: bigint;
  readonly watermark: bigint;
}

export class FrozenFiguresStore {
  constructor(private readonly runner: SqlRunner) {}

  /** Gives the figures of each closed period at its id's place. */
  async ofPeriods(ids: readonly string[]): Promise<PeriodFigures[]> {
    const [counts, obligations, positions] = [
      await this.counts(ids),
      await this.obligations(ids),
      await this.positions(ids),
    ];
    return ids.map((id) => {
      const count = counts.find((row) => row.id === id);
      return {
        entryCount: count?.entryCount ?? 0n,
        watermark: count?.watermark ?? null,
        obligations: obligations.filter(({ periodId }) => periodId === id),
        positions: positions.filter(({ periodId }) => periodId === id),
      };
    });
  }

  private counts(ids: readonly string[]): Promise<CountRow[]> {
    return rows<CountRow>(
      this.runner,
      `select id, entry_count as "entryCount", watermark from settlement_period where id = any($1::uuid[])`,
      [ids],
    );
  }

  private obligations(ids: readonly string[]): Promise<(Obligation & OfPeriod)[]> {
    return rows<Obligation & OfPeriod>(
      this.runner,
      `select period_id as "periodId", kind, debtor_id as debtor, creditor_id as creditor, issuer_id as issuer, points,
         amount_minor as "amountMinor", currency
       from settlement_obligation where period_id = any($1::uuid[]) order by period_id, place`,
      [ids],
    );
  }

  private positions(ids: readonly string[]): Promise<(NetPosition & OfPeriod)[]> {
    return rows<NetPosition & OfPeriod>(
      this.runner,
      `select period_id as "periodId", party_id as party, net_minor as "netMinor", currency
       from settlement_position where period_id = any($1::uuid[]) order by period_id, place`,
      [ids],
    );
  }
}
