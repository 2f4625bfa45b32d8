/**
 * Adds clearing entries to the open settlement period and sums them. Entries are append-only: the database forbids
 * the rest.
 *
 * An entry belongs to the period that is open when it is written down. Whoever adds holds a shared lock on that
 * period until commit, and a close takes it alone: so a close sees every entry of its period, and no entry comes
 * after it.
 */
import { rows, type SqlRunner, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { SettlementPeriodId } from '../../../shared/values/ids.js';
import type { ClearedSums, ClearingEntry, ClearingSum, ClearingTotal } from './clearing.js';

interface SumRow extends ClearingSum {
  readonly entryCount: bigint;
  readonly watermark: bigint;
}

export class ClearingStore {
  constructor(private readonly runner: SqlRunner) {}

  /** Writes entries down, each id once, in one statement. */
  async add(periodId: SettlementPeriodId, entries: readonly ClearingEntry[]): Promise<void> {
    await rows(
      this.runner,
      `insert into clearing_entry (period_id, clearing_id, ledger_sequence, entry_id, kind, partner_id,
         issuer_partner_id, points, amount_minor, currency, agreement_id, occurred_at)
       select $1::uuid, * from unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[],
         $8::bigint[], $9::bigint[], $10::text[], $11::uuid[], $12::timestamptz[])
       on conflict (clearing_id) do nothing`,
      [periodId, ...columnsOf(entries)],
    );
  }

  /** Sums the entries of a period in one statement, so that all figures are of one moment. */
  async sumsOf(periodId: SettlementPeriodId): Promise<ClearedSums> {
    const summed = await rows<SumRow>(
      this.runner,
      `select kind, partner_id as "partnerId", issuer_partner_id as "issuerPartnerId", currency,
         sum(points) as points, sum(amount_minor) as "amountMinor",
         count(*) as "entryCount", max(ledger_sequence) as watermark
       from clearing_entry where period_id = $1
       group by kind, partner_id, issuer_partner_id, currency`,
      [periodId],
    );
    return {
      sums: summed.map(({ entryCount: _count, watermark: _watermark, ...sum }) => sum),
      entryCount: summed.reduce((count, row) => count + row.entryCount, 0n),
      watermark: summed.reduce<bigint | null>((high, { watermark }) => higher(high, watermark), null),
    };
  }

  async totals(): Promise<ClearingTotal[]> {
    return rows<ClearingTotal>(
      this.runner,
      `select kind, currency, count(*) as "entryCount", sum(points) as points, sum(amount_minor) as "amountMinor",
         max(ledger_sequence) as "highestLedgerSequence"
       from clearing_entry group by kind, currency order by currency, kind`,
    );
  }
}

/** Gives the open period, which stays open until the transaction ends. */
export async function openPeriodShared(transaction: Transaction): Promise<SettlementPeriodId> {
  for (;;) {
    const [open] = await rows<{ id: SettlementPeriodId }>(
      transaction,
      `select id from settlement_period where state = 'OPEN' for share`,
    );
    if (open !== undefined) return open.id;
    // A close committed while we waited for it: its statement's snapshot is older than the next period. Look again.
  }
}

function higher(a: bigint | null, b: bigint): bigint {
  return a === null || b > a ? b : a;
}

function columnsOf(entries: readonly ClearingEntry[]): unknown[] {
  return [
    entries.map((entry) => entry.clearingId),
    entries.map((entry) => entry.ledgerSequence),
    entries.map((entry) => entry.entryId),
    entries.map((entry) => entry.kind),
    entries.map((entry) => entry.partnerId),
    entries.map((entry) => entry.issuerPartnerId),
    entries.map((entry) => entry.points),
    entries.map((entry) => entry.amountMinor),
    entries.map((entry) => entry.currency),
    entries.map((entry) => entry.agreementId),
    entries.map((entry) => entry.occurredAt),
  ];
}
