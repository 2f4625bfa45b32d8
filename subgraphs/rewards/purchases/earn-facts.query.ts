/** Everything that decides a purchase, in one statement. */

import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { PurchaseId } from '../../../shared/values/ids.js';
import { Bind } from '../ledger/bind.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { termsColumns, termsPart } from '../programme/terms.query.js';
import { namesOf } from '../reference/standing.js';
import {
  type StandingColumns,
  standingColumns,
  standingOf,
  standingParts,
  standingSource,
} from '../reference/standing.query.js';
import type { EarnFacts } from './earning.js';
import type { Basket } from './receipt.js';

type FactsRow = StandingColumns & ProgrammeTerms & { readonly debt: bigint | null };

interface ReceiptFactsRow extends FactsRow {
  readonly sequence: bigint | null;
  readonly recorded_as: PurchaseId | null;
  readonly is_answered: boolean;
}

export interface ReceiptFacts extends EarnFacts {
  /** The next place in the ledger; null when there is no wallet, and then there is nothing to post. */
  readonly sequence: bigint | null;
  /** Whether the idempotency key has an answer already. */
  readonly isAnswered: boolean;
}

function searchOf({ member, storeId, purchasedAt }: Basket) {
  return { ...namesOf(member), storeId, at: purchasedAt };
}

function factsOf(row: FactsRow, now: Date): Omit<EarnFacts, 'recordedAs'> {
  return { ...standingOf(row), terms: row, debt: row.debt ?? 0n, now };
}

/** What a preview is decided by. Locks nothing. */
export async function basketFacts(runner: SqlRunner, basket: Basket, now: Date): Promise<EarnFacts> {
  const bind = new Bind();
  const parts = [...standingParts(bind, searchOf(basket)), termsPart].join(', ');
  const [found] = await rows<FactsRow>(
    runner,
    `with ${parts}
     select ${standingColumns}, wallet.debt, ${termsColumns}
     from ${standingSource} left join wallet on wallet.member_id = member_found.member_id cross join terms_now`,
    bind.values,
  );
  return { ...factsOf(found as FactsRow, now), recordedAs: null };
}

/**
 * What a record is decided by: the wallet is locked, and the receipt and the key are looked up among what was
 * recorded.
 */
export async function receiptFacts(
  runner: SqlRunner,
  basket: Basket & { readonly receiptNumber: string },
  asked: { readonly callerId: string; readonly key: string; readonly now: Date },
): Promise<ReceiptFacts> {
  const bind = new Bind();
  const parts = [...standingParts(bind, searchOf(basket)), termsPart].join(', ');
  const [row] = await rows<ReceiptFactsRow>(
    runner,
    prepared(`with ${parts}, wallet_locked as materialized (
       select debt from wallet where member_id = (select member_id from member_found) for update)
     select ${standingColumns}, ${termsColumns}, wallet_locked.debt,
       (select nextval('entry_sequence') from wallet_locked) as sequence,
       (select id from purchase where store_id = ${bind.add(basket.storeId)}
          and receipt_number = ${bind.add(basket.receiptNumber)}) as recorded_as,
       exists (select from stored_answer
          where caller = ${bind.add(asked.callerId)} and key = ${bind.add(asked.key)}) as is_answered
     from ${standingSource} left join wallet_locked on true cross join terms_now`),
    bind.values,
  );
  const found = row as ReceiptFactsRow;
  const { recorded_as: recordedAs, is_answered: isAnswered, sequence } = found;
  return { ...factsOf(found, asked.now), recordedAs, isAnswered, sequence };
}
