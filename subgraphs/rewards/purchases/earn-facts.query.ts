/**
 * Everything that decides purchases, however many, in one statement; a second one for the wallets of a programme with
 * more than the shared currency, or with caps.
 */
import type { DataSource } from 'typeorm';
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { MemberId, PurchaseId } from '../../../shared/values/ids.js';
import { Bind, rowSource } from '../ledger/bind.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { termsColumns, termsPart } from '../programme/terms.query.js';
import { namesOf } from '../reference/standing.js';
import {
  type StandingColumns,
  standingColumns,
  standingJoins,
  standingOf,
  standingParts,
  standingSource,
} from '../reference/standing.query.js';
import { kindsOfRevision, kindsRevision } from '../wallet-kinds/wallet-kinds.query.js';
import type { EarnFacts } from './earning.js';
import type { Basket } from './receipt.js';
import { walletFacts } from './wallet-facts.query.js';

type FactsRow = StandingColumns & {
  readonly debt: bigint | null;
  readonly last_redeemed_at: Date | null;
};

/** What is the same for all that are asked about at one moment. */
type TermsRow = ProgrammeTerms & { readonly kinds_revision: bigint };

interface ReceiptFactsRow extends FactsRow {
  readonly sequence: bigint | null;
  readonly recorded_as: PurchaseId | null;
  readonly is_answered: boolean;
}

export interface ReceiptFacts extends EarnFacts {
  readonly memberId: MemberId | null;
  /** The next place in the ledger; null when there is no wallet, and then there is nothing to post. */
  readonly sequence: bigint | null;
  /** Whether the idempotency key has an answer already. */
  readonly isAnswered: boolean;
}

export interface AskedReceipt {
  readonly basket: Basket & { readonly receiptNumber: string };
  readonly callerId: string;
  readonly key: string;
}

function searchOf({ member, storeId, purchasedAt }: Basket) {
  return { ...namesOf(member), storeId, at: purchasedAt };
}

interface Asking {
  readonly database: DataSource;
  readonly runner: SqlRunner;
  readonly now: Date;
}

async function factsOf(
  { database, runner, now }: Asking,
  terms: TermsRow,
  found: readonly { readonly row: FactsRow; readonly basket: Basket }[],
): Promise<readonly Omit<EarnFacts, 'recordedAs'>[]> {
  const kinds = await kindsOfRevision(database, runner, terms.kinds_revision);
  const asked = found.map(({ row, basket }) => ({
    memberId: row.member_id,
    main: { debt: row.debt ?? 0n, lastRedeemedAt: row.last_redeemed_at },
    earnedAt: basket.purchasedAt,
  }));
  const wallets = await walletFacts(runner, kinds.inForce, { asked, timeZone: terms.timeZone, now });
  return found.map(({ row }, index) => ({
    ...standingOf(row),
    terms,
    wallets: wallets[index] ?? [],
    bonuses: [],
    now,
  }));
}

/** What a preview is decided by. Locks nothing. */
export async function basketFacts(database: DataSource, basket: Basket, now: Date): Promise<EarnFacts> {
  const bind = new Bind();
  const parts = [...standingParts(bind, searchOf(basket)), termsPart].join(', ');
  const [row] = await rows<FactsRow & TermsRow>(
    database,
    `with ${parts}
     select ${standingColumns}, wallet.debt, wallet.last_redeemed_at, ${termsColumns},
       ${kindsRevision} as kinds_revision
     from ${standingSource} left join wallet on wallet.member_id = member_found.member_id and wallet.unit = 'PTS'
       cross join terms_now`,
    bind.values,
  );
  const found = row as FactsRow & TermsRow;
  const [facts] = await factsOf({ database, runner: database, now }, found, [{ row: found, basket }]);
  return { ...(facts as Omit<EarnFacts, 'recordedAs'>), recordedAs: null };
}

/**
 * What records are decided by, in their order: the wallets are locked in the order of member ids, and receipts and
 * keys are looked up among what was recorded.
 */
export async function receiptFacts(
  asking: Asking,
  receipts: readonly AskedReceipt[],
): Promise<readonly ReceiptFacts[]> {
  const bind = new Bind();
  const asked = rowSource(bind, 'asked', {
    rows: receipts.map((receipt, index) => ({ ...receipt, place: index + 1, ...searchOf(receipt.basket) })),
    columns: {
      place: ['integer', ({ place }) => place],
      member_id: ['uuid', ({ memberId }) => memberId],
      card_number: ['text', ({ cardNumber }) => cardNumber],
      store_id: ['uuid', ({ storeId }) => storeId],
      at: ['timestamptz', ({ at }) => at],
      receipt_number: ['text', ({ basket }) => basket.receiptNumber],
      caller: ['text', ({ callerId }) => callerId],
      key: ['text', ({ key }) => key],
    },
  });
  const found = await rows<ReceiptFactsRow & TermsRow>(
    asking.runner,
    prepared(`with ${termsPart}, stood as materialized (
       select asked.place, asked.receipt_number, asked.caller, asked.key, asked.store_id as asked_store,
         ${standingColumns} from ${asked} ${standingJoins}),
     wallet_locked as materialized (
       select member_id, debt, last_redeemed_at from wallet
       where member_id = any(array(select member_id from stood)) and unit = 'PTS' order by member_id for update),
     wallet_placed as materialized (select *, nextval('entry_sequence') as sequence from wallet_locked)
     select stood.*, debt, last_redeemed_at, sequence, ${termsColumns},
       case when place = 1 then ${kindsRevision} end as kinds_revision,
       (select id from purchase where purchase.store_id = asked_store
          and purchase.receipt_number = stood.receipt_number) as recorded_as,
       exists (select from stored_answer where stored_answer.caller = stood.caller
          and stored_answer.key = stood.key) as is_answered
     from stood left join wallet_placed using (member_id) left join terms_now on place = 1 order by place`),
    bind.values,
  );
  const pairs = found.map((row, index) => ({ row, basket: (receipts[index] as AskedReceipt).basket }));
  const facts = await factsOf(asking, found[0] as TermsRow, pairs);
  return found.map(({ member_id, sequence, recorded_as, is_answered }, index) => ({
    ...(facts[index] as Omit<EarnFacts, 'recordedAs'>),
    memberId: member_id,
    sequence,
    recordedAs: recorded_as,
    isAnswered: is_answered,
  }));
}
