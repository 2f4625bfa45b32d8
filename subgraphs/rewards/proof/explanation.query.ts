/** Reads why entries are there: reasons, the acts that caused them and the agreement, in one statement for many. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryKind, Reason } from '../ledger/entry.js';
import { type ExplainedReason, explain } from './explaining.js';

export interface EntryExplanation {
  readonly reasons: readonly ExplainedReason[];
  readonly termsVersion: number;
  readonly agreementVersion: number | null;
}

interface FactsRow {
  readonly id: string;
  readonly kind: EntryKind;
  readonly termsVersion: number;
  readonly agreementVersion: number | null;
  readonly cause: Readonly<Record<string, string>>;
  readonly reasons: readonly Reason[];
  readonly debts: readonly { readonly unit: string; readonly points: string }[];
}

/** Figures are told as text from the first: JSON numbers end where points do not. */
const FACTS = `select entry.id, entry.kind, entry.terms_version as "termsVersion",
    agreement.version as "agreementVersion", entry.reasons,
    jsonb_strip_nulls(jsonb_build_object(
      'receiptNumber', purchase.receipt_number, 'totalMinor', total_minor::text, 'currency', purchase.currency,
      'purchasedAt', to_char(purchased_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
      'returnedMinor', back.amount_minor::text,
      'heldPoints', hold.points::text, 'capturedPoints', hold.captured_points::text,
      'causeId', entry.cause_id::text, 'buyerId', entry.buyer_id::text)) as cause,
    (select coalesce(jsonb_agg(jsonb_build_object('unit', unit, 'points', points::text) order by unit), '[]')
     from (select unit, sum(amount) as points from posting where entry_id = entry.id and lot_id is null
       and account = 'member:' || entry.member_id group by unit) as leg) as debts
  from entry
    left join agreement_copy as agreement on agreement.agreement_id = entry.agreement_id
    left join purchase on purchase.id = entry.purchase_id
    left join purchase_return as back on back.id = entry.return_id
    left join hold on hold.id = entry.hold_id
  where entry.id = any($1::uuid[])`;

const EXPLANATIONS = Symbol('explanations of entries');

export function explanationOf(
  database: DataSource,
  context: RequestContext,
  entryId: string,
): Promise<EntryExplanation> {
  const read = async (ids: readonly string[]): Promise<EntryExplanation[]> => {
    const found = await rows<FactsRow>(database, FACTS, [ids]);
    const byId = new Map(found.map((row) => [row.id, explanation(row)]));
    return ids.map((id) => byId.get(id) as EntryExplanation);
  };
  return context.perRequest(EXPLANATIONS, () => new DataLoader(read)).load(entryId);
}

function explanation({ termsVersion, agreementVersion, debts, ...facts }: FactsRow): EntryExplanation {
  const counted = debts.map(({ unit, points }) => ({ unit, points: BigInt(points) }));
  return { reasons: explain({ ...facts, debts: counted }), termsVersion, agreementVersion };
}
