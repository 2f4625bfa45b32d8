/**
 * Everything that decides a purchase, in one statement; a second one for the wallets of a programme with more than the
 * shared currency, or with caps.
 */
import type { DataSource } from 'typeorm';
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { PurchaseId } from '../../../shared/values/ids.js';
import { bonusesOfRevision, bonusesRevision } from '../bonuses/bonuses.query.js';
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
import { kindsOfRevision, kindsRevision } from '../wallet-kinds/wallet-kinds.query.js';
import type { EarnFacts } from './earning.js';
import type { Basket } from './receipt.js';
import { walletFacts } from './wallet-facts.query.js';

type FactsRow = StandingColumns &
  ProgrammeTerms & {
    readonly debt: bigint | null;
    readonly last_redeemed_at: Date | null;
    readonly kinds_revision: bigint;
    readonly bonuses_revision: bigint;
  };

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

interface Asking {
  readonly database: DataSource;
  readonly runner: SqlRunner;
  readonly now: Date;
}

async function factsOf(
  { database, runner, now }: Asking,
  row: FactsRow,
  { purchasedAt }: Basket,
): Promise<Omit<EarnFacts, 'recordedAs'>> {
  const kinds = await kindsOfRevision(database, runner, row.kinds_revision);
  const wallets = await walletFacts(runner, kinds.inForce, {
    memberId: row.member_id,
    main: { debt: row.debt ?? 0n, lastRedeemedAt: row.last_redeemed_at },
    timeZone: row.timeZone,
    earnedAt: purchasedAt,
    now,
  });
  const bonuses = await bonusesOfRevision(database, runner, row.bonuses_revision);
  return { ...standingOf(row), terms: row, wallets, bonuses, now };
}

/** What a preview is decided by. Locks nothing. */
export async function basketFacts(database: DataSource, basket: Basket, now: Date): Promise<EarnFacts> {
  const bind = new Bind();
  const parts = [...standingParts(bind, searchOf(basket)), termsPart].join(', ');
  const [found] = await rows<FactsRow>(
    database,
    `with ${parts}
     select ${standingColumns}, wallet.debt, wallet.last_redeemed_at, ${termsColumns},
       ${kindsRevision} as kinds_revision, ${bonusesRevision} as bonuses_revision
     from ${standingSource} left join wallet on wallet.member_id = member_found.member_id and wallet.unit = 'PTS'
       cross join terms_now`,
    bind.values,
  );
  const facts = await factsOf({ database, runner: database, now }, found as FactsRow, basket);
  return { ...facts, recordedAs: null };
}

/**
 * What a record is decided by: the wallet is locked, and the receipt and the key are looked up among what was
 * recorded.
 */
export async function receiptFacts(
  asking: Asking,
  basket: Basket & { readonly receiptNumber: string },
  asked: { readonly callerId: string; readonly key: string },
): Promise<ReceiptFacts> {
  const bind = new Bind();
  const parts = [...standingParts(bind, searchOf(basket)), termsPart].join(', ');
  const [row] = await rows<ReceiptFactsRow>(
    asking.runner,
    prepared(`with ${parts}, wallet_locked as materialized (
       select debt, last_redeemed_at from wallet
       where member_id = (select member_id from member_found) and unit = 'PTS' for update)
     select ${standingColumns}, ${termsColumns}, wallet_locked.debt, wallet_locked.last_redeemed_at,
       ${kindsRevision} as kinds_revision, ${bonusesRevision} as bonuses_revision,
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
  return { ...(await factsOf(asking, found, basket)), recordedAs, isAnswered, sequence };
}
