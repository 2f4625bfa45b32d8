/** Writes a return as parts of a statement, beside the entry that it causes. */
import type { ReturnId } from '../../../shared/values/ids.js';
import type { Bind } from '../ledger/bind.js';
import type { EntryDraft } from '../ledger/entry.js';
import type { Taken } from './return-policy.js';
import type { Returning, SoldPurchase } from './returning.js';

export interface RecordedReturn {
  readonly returnId: ReturnId;
  readonly purchase: SoldPurchase;
  readonly returning: Returning;
  readonly taken: ReadonlyMap<string, Taken>;
  /** Taken back of the shared currency, and the money of it. */
  readonly points: bigint;
  readonly fundingMinor: bigint;
  readonly feeMinor: bigint;
  readonly entry: EntryDraft | null;
  readonly returnedAt: Date;
  readonly recordedBy: string;
  readonly now: Date;
}

export function returnParts(bind: Bind, recorded: RecordedReturn): readonly string[] {
  return [returnPart(bind, recorded), returnLinesPart(bind, recorded), returnUnitsPart(bind, recorded)];
}

function returnPart({ add }: Bind, recorded: RecordedReturn): string {
  const { returning } = recorded;
  return `return_made as (
    insert into purchase_return (id, purchase_id, returned_at, recorded_at, recorded_by, amount_minor, asked,
      points, funding_minor, fee_minor, entry_id)
    values (${add(recorded.returnId)}, ${add(recorded.purchase.id)}, ${add(recorded.returnedAt)}, ${add(recorded.now)},
      ${add(recorded.recordedBy)}, ${add(returning.amountMinor)}, ${add(returning.points)},
      ${add(recorded.points)}, ${add(recorded.fundingMinor)}, ${add(recorded.feeMinor)},
      ${add(recorded.entry?.id ?? null)}))`;
}

function returnLinesPart({ add }: Bind, { returnId, purchase, returning }: RecordedReturn): string {
  const { lines } = returning;
  const numbers = add(lines.map((line) => line.lineNumber));
  const quantities = add(lines.map((line) => line.quantity));
  const amounts = add(lines.map((line) => line.amountMinor));
  const points = add(lines.map((line) => line.points));
  return `return_lines_made as (
    insert into return_line (return_id, purchase_id, line_number, quantity, amount_minor, points)
    select ${add(returnId)}::uuid, ${add(purchase.id)}::uuid, line.* from unnest(${numbers}::integer[],
      ${quantities}::integer[], ${amounts}::bigint[], ${points}::bigint[]) as line)`;
}

function returnUnitsPart({ add }: Bind, { returnId, purchase, taken }: RecordedReturn): string {
  const asked = [...taken].filter(([, unit]) => unit.asked > 0n);
  const sold = asked.map(([unit]) => purchase.units.get(unit) ?? { kindVersion: 1, policy: 'UNLIMITED' });
  const units = add(asked.map(([unit]) => unit));
  const versions = add(sold.map(({ kindVersion }) => kindVersion));
  const policies = add(sold.map(({ policy }) => policy));
  const wanted = add(asked.map(([, unit]) => unit.asked));
  const points = add(asked.map(([, unit]) => unit.points));
  return `return_units_made as (
    insert into return_unit (return_id, purchase_id, unit, kind_version, return_policy, asked, taken)
    select ${add(returnId)}::uuid, ${add(purchase.id)}::uuid, given.* from unnest(${units}::text[],
      ${versions}::integer[], ${policies}::text[], ${wanted}::bigint[], ${points}::bigint[]) as given)`;
}
