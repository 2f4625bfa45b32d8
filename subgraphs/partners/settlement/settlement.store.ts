/** Reads and writes settlement periods. A closed one, its obligations and its positions never change again. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { SettlementPeriodId } from '../../../shared/values/ids.js';
import type { FrozenFigures, SettlementPeriod } from './settlement-period.js';

const COLUMNS = 'id, number, state, opened_at as "openedAt", closed_at as "closedAt"';

export class SettlementStore {
  constructor(private readonly runner: SqlRunner) {}

  /** Gives the period and keeps everybody from adding to it or closing it until the transaction ends. */
  async locked(id: SettlementPeriodId): Promise<SettlementPeriod | null> {
    return this.one(`select ${COLUMNS} from settlement_period where id = $1 for update`, [id]);
  }

  async withId(id: SettlementPeriodId): Promise<SettlementPeriod | null> {
    return this.one(`select ${COLUMNS} from settlement_period where id = $1`, [id]);
  }

  async open(): Promise<SettlementPeriod | null> {
    return this.one(`select ${COLUMNS} from settlement_period where state = 'OPEN'`, []);
  }

  /** A page with the newest first. */
  page(before: number | null, limit: number): Promise<SettlementPeriod[]> {
    return rows<SettlementPeriod>(
      this.runner,
      `select ${COLUMNS} from settlement_period where $1::integer is null or number < $1
       order by number desc limit $2`,
      [before, limit],
    );
  }

  async close(period: SettlementPeriod, figures: FrozenFigures, closedAt: Date): Promise<void> {
    await rows(
      this.runner,
      `update settlement_period set state = 'CLOSED', closed_at = $2, watermark = $3, entry_count = $4 where id = $1`,
      [period.id, closedAt, figures.watermark, figures.entryCount],
    );
    await this.freezeObligations(period.id, figures);
    await this.freezePositions(period.id, figures);
  }

  async openNext(next: Pick<SettlementPeriod, 'id' | 'number' | 'openedAt'>): Promise<void> {
    await rows(
      this.runner,
      `insert into settlement_period (id, number, state, opened_at) values ($1, $2, 'OPEN', $3)`,
      [next.id, next.number, next.openedAt],
    );
  }

  private async one(sql: string, parameters: readonly unknown[]): Promise<SettlementPeriod | null> {
    const [found] = await rows<SettlementPeriod>(this.runner, sql, parameters);
    return found ?? null;
  }

  private async freezeObligations(
    periodId: SettlementPeriodId,
    { obligations }: FrozenFigures,
  ): Promise<void> {
    await rows(
      this.runner,
      `insert into settlement_obligation
         (period_id, place, kind, debtor_id, creditor_id, issuer_id, points, amount_minor, currency)
       select $1::uuid, o.place, o.kind, o.debtor, o.creditor, o.issuer, o.points, o.amount, o.currency
       from unnest($2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], $7::bigint[], $8::text[])
         with ordinality as o (kind, debtor, creditor, issuer, points, amount, currency, place)`,
      [
        periodId,
        obligations.map(({ kind }) => kind),
        obligations.map(({ debtor }) => debtor),
        obligations.map(({ creditor }) => creditor),
        obligations.map(({ issuer }) => issuer),
        obligations.map(({ points }) => points),
        obligations.map(({ amountMinor }) => amountMinor),
        obligations.map(({ currency }) => currency),
      ],
    );
  }

  private async freezePositions(periodId: SettlementPeriodId, { positions }: FrozenFigures): Promise<void> {
    await rows(
      this.runner,
      `insert into settlement_position (period_id, place, party_id, net_minor, currency)
       select $1::uuid, p.place, p.party, p.net, p.currency
       from unnest($2::uuid[], $3::bigint[], $4::text[]) with ordinality as p (party, net, currency, place)`,
      [
        periodId,
        positions.map(({ party }) => party),
        positions.map(({ netMinor }) => netMinor),
        positions.map(({ currency }) => currency),
      ],
    );
  }
}
