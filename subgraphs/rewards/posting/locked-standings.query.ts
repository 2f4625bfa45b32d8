/**
 * Who stands at the tills of a batch, in one statement: members, stores, agreements and the terms in force, with the
 * members' wallets locked in the order of their ids, so that two batches never wait for each other.
 *
 * What else is decided by must be read after it: a statement that waits for a lock sees the rest as it was before.
 */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { MemberId, PurchaseId, StoreId } from '../../../shared/values/ids.js';
import { bonusesRevision } from '../bonuses/bonuses.query.js';
import { Bind, rowSource } from '../ledger/bind.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { termsColumns, termsPart } from '../programme/terms.query.js';
import type { StandingFacts } from '../reference/standing.js';
import {
  type StandingColumns,
  standingColumns,
  standingJoins,
  standingOf,
} from '../reference/standing.query.js';
import { kindsRevision } from '../wallet-kinds/wallet-kinds.query.js';

/** Merges of one member that follow each other while a till waits for her wallet; there is hardly ever one. */
const LOOKS_MAX = 5;

export interface AskedStanding {
  readonly memberId: MemberId | null;
  readonly cardNumber: string | null;
  readonly storeId: StoreId;
  readonly at: Date;
  readonly receiptNumber: string | null;
  readonly callerId: string;
  readonly key: string;
}

export interface LockedStanding extends StandingFacts {
  readonly debt: bigint;
  readonly lastRedeemedAt: Date | null;
  /** The next place in the ledger; null when there is no wallet, and then there is nothing to post. */
  readonly sequence: bigint | null;
  /** The purchase with this receipt number at this store. */
  readonly recordedAs: PurchaseId | null;
  /** Who stands there for an organisation, when the card is a buyer's. */
  readonly buyerId: string | null;
  /** Whether the idempotency key has an answer already. */
  readonly isAnswered: boolean;
}

/** What is the same for all that are asked about at one moment. */
export type TermsInForce = ProgrammeTerms & {
  readonly kinds_revision: bigint;
  readonly bonuses_revision: bigint;
};

export interface LockedStandings {
  readonly terms: TermsInForce;
  /** In the order in which they were asked for. */
  readonly standings: readonly LockedStanding[];
}

interface LockedRow extends StandingColumns {
  readonly debt: bigint | null;
  readonly last_redeemed_at: Date | null;
  readonly is_elsewhere: boolean;
  readonly sequence: bigint | null;
  readonly recorded_as: PurchaseId | null;
  readonly buyer_id: string | null;
  readonly is_answered: boolean;
}

export async function lockedStandings(
  runner: SqlRunner,
  asked: readonly AskedStanding[],
  looks = LOOKS_MAX,
): Promise<LockedStandings> {
  const bind = new Bind();
  const source = rowSource(bind, 'asked', {
    rows: asked.map((each, index) => ({ ...each, place: index + 1 })),
    columns: {
      place: ['integer', ({ place }) => place],
      member_id: ['uuid', ({ memberId }) => memberId],
      card_number: ['text', ({ cardNumber }) => cardNumber],
      store_id: ['uuid', ({ storeId }) => storeId],
      at: ['timestamptz', ({ at }) => at],
      receipt_number: ['text', ({ receiptNumber }) => receiptNumber],
      caller: ['text', ({ callerId }) => callerId],
      key: ['text', ({ key }) => key],
    },
  });
  const found = await rows<LockedRow & TermsInForce>(
    runner,
    prepared(`with ${termsPart}, stood as materialized (
       select asked.place, asked.receipt_number, asked.caller, asked.key, asked.store_id as asked_store,
         asked.card_number as asked_card, ${standingColumns} from ${source} ${standingJoins}),
     wallet_locked as materialized (
       select member_id, debt, last_redeemed_at, wallet.merged_into from wallet
       where member_id = any(array(select member_id from stood)) and unit = 'PTS' order by member_id for update),
     wallet_placed as materialized (select *, nextval('entry_sequence') as sequence from wallet_locked)
     select stood.*, debt, last_redeemed_at, merged_into is not null as is_elsewhere, sequence,
       ${termsColumns},
       case when place = 1 then ${kindsRevision} end as kinds_revision,
       case when place = 1 then ${bonusesRevision} end as bonuses_revision,
       (select id from purchase where purchase.store_id = asked_store
          and purchase.receipt_number = stood.receipt_number) as recorded_as,
       (select buyer_id from buyer_copy where buyer_copy.card_number = asked_card) as buyer_id,
       exists (select from stored_answer where stored_answer.caller = stood.caller
          and stored_answer.key = stood.key) as is_answered
     from stood left join wallet_placed using (member_id) left join terms_now on place = 1 order by place`),
    bind.values,
  );
  if (found.some((row) => row.is_elsewhere)) {
    // A merge came first to the lock: by now the copies say who has the points.
    if (looks === 1) throw new Error('members are merged faster than their wallets can be locked');
    return lockedStandings(runner, asked, looks - 1);
  }
  return { terms: found[0] as TermsInForce, standings: found.map(standingRow) };
}

function standingRow(row: LockedRow): LockedStanding {
  return {
    ...standingOf(row),
    debt: row.debt ?? 0n,
    lastRedeemedAt: row.last_redeemed_at,
    sequence: row.sequence,
    recordedAs: row.recorded_as,
    buyerId: row.buyer_id,
    isAnswered: row.is_answered,
  };
}
