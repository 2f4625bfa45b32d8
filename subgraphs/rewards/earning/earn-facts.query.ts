/**
 * Everything that decides purchases, however many, in one statement; a second one for the wallets of a programme with
 * more than the shared currency, or with caps.
 */
import type { DataSource } from 'typeorm';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import { bonusesOfRevision, bonusesRevision } from '../bonuses/bonuses.query.js';
import { Bind } from '../ledger/bind.js';
import {
  type LockedStanding,
  lockedStandings,
  type TermsInForce,
} from '../posting/locked-standings.query.js';
import { termsColumns, termsPart } from '../programme/terms.query.js';
import type { Basket } from '../purchases/receipt.js';
import { namesOf, type StandingFacts } from '../reference/standing.js';
import {
  type StandingColumns,
  standingColumns,
  standingOf,
  standingParts,
  standingSource,
} from '../reference/standing.query.js';
import { kindsOfRevision, kindsRevision } from '../wallet-kinds/wallet-kinds.query.js';
import type { EarnFacts } from './earning.js';
import { type MainWallet, walletFacts } from './wallet-facts.query.js';

type FactsRow = StandingColumns & {
  readonly debt: bigint | null;
  readonly last_redeemed_at: Date | null;
};

export interface ReceiptFacts extends EarnFacts {
  readonly sequence: LockedStanding['sequence'];
  readonly isAnswered: boolean;
  readonly buyerId: LockedStanding['buyerId'];
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

type FoundStanding = StandingFacts & MainWallet;

async function factsOf(
  { database, runner, now }: Asking,
  terms: TermsInForce,
  found: readonly { readonly standing: FoundStanding; readonly basket: Basket }[],
): Promise<readonly Omit<EarnFacts, 'recordedAs'>[]> {
  const kinds = await kindsOfRevision(database, runner, terms.kinds_revision);
  const bonuses = await bonusesOfRevision(database, runner, terms.bonuses_revision);
  const asked = found.map(({ standing, basket }) => ({
    memberId: standing.memberId,
    main: standing,
    earnedAt: basket.purchasedAt,
  }));
  const wallets = await walletFacts(runner, kinds.inForce, { asked, timeZone: terms.timeZone, now });
  return found.map(({ standing: { memberId, store, agreement } }, index) => ({
    ...{ memberId, store, agreement, terms, now },
    wallets: wallets[index] ?? [],
    bonuses,
  }));
}

/** What a preview is decided by. Locks nothing. */
export async function basketFacts(database: DataSource, basket: Basket, now: Date): Promise<EarnFacts> {
  const bind = new Bind();
  const parts = [...standingParts(bind, searchOf(basket)), termsPart].join(', ');
  const [row] = await rows<FactsRow & TermsInForce>(
    database,
    `with ${parts}
     select ${standingColumns}, wallet.debt, wallet.last_redeemed_at, ${termsColumns},
       ${kindsRevision} as kinds_revision, ${bonusesRevision} as bonuses_revision
     from ${standingSource} left join wallet on wallet.member_id = member_found.member_id and wallet.unit = 'PTS'
       cross join terms_now`,
    bind.values,
  );
  const found = row as FactsRow & TermsInForce;
  const standing = { ...standingOf(found), debt: found.debt ?? 0n, lastRedeemedAt: found.last_redeemed_at };
  const [facts] = await factsOf({ database, runner: database, now }, found, [{ standing, basket }]);
  return { ...(facts as Omit<EarnFacts, 'recordedAs'>), recordedAs: null };
}

/** What records are decided by, in their order, with the wallets locked. */
export async function receiptFacts(
  asking: Asking,
  receipts: readonly AskedReceipt[],
): Promise<readonly ReceiptFacts[]> {
  const { terms, standings } = await lockedStandings(
    asking.runner,
    receipts.map(({ basket, callerId, key }) => {
      const { receiptNumber } = basket;
      return { ...searchOf(basket), receiptNumber, callerId, key };
    }),
  );
  const found = standings.map((standing, index) => ({
    standing,
    basket: (receipts[index] as AskedReceipt).basket,
  }));
  const facts = await factsOf(asking, terms, found);
  return standings.map(({ sequence, recordedAs, isAnswered, buyerId }, index) => ({
    ...(facts[index] as Omit<EarnFacts, 'recordedAs'>),
    sequence,
    recordedAs,
    isAnswered,
    buyerId,
  }));
}
