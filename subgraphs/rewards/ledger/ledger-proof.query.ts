/**
 * The proof of the ledger: what must always hold, each with the figure that was found and the one that must be.
 *
 * Every figure is counted from the rows of the moment by one statement, so all of them speak of the same instant.
 */
import type { DataSource } from 'typeorm';
import { inTransaction, rows } from '../../../shared/platform/database/transaction.js';

export interface Invariant {
  readonly name: string;
  readonly meaning: string;
  readonly figure: bigint;
  readonly expected: bigint;
  readonly holds: boolean;
}

const RECOUNT_MS_MAX = 300_000;

interface Statement {
  readonly name: string;
  readonly meaning: string;
  readonly figure: string;
  /** SQL of the figure that must be; zero where it is left out. */
  readonly expected?: string;
}

const wrongLots = (condition: string): string => `select count(*) from lot where ${condition}`;
const postedPoints = (condition: string): string =>
  `select coalesce(sum(amount), 0) from posting join entry on entry.id = entry_id where unit = 'PTS' and ${condition}`;

const STATEMENTS: readonly Statement[] = [
  {
    name: 'entries-balance',
    meaning: 'Entries whose postings do not sum to zero in some unit.',
    figure:
      'select count(*) from (select from posting group by entry_id, unit having sum(amount) <> 0) as wrong',
  },
  {
    name: 'entries-have-postings',
    meaning: 'Entries without postings.',
    figure: 'select count(*) from entry where not exists (select from posting where entry_id = entry.id)',
  },
  {
    name: 'lots-are-their-postings',
    meaning: 'Lots whose remaining points are not the sum of the postings on them.',
    figure: `select count(*) from lot left join (select lot_id, sum(amount) as points from posting group by lot_id)
      as posted on posted.lot_id = lot.id where lot.remaining <> coalesce(posted.points, 0)`,
  },
  {
    name: 'debts-are-their-postings',
    meaning: 'Wallets whose debt is not the sum of the postings without a lot on them.',
    figure: `select count(*) from wallet left join (select account, unit, -sum(amount) as points from posting
      where lot_id is null and account like 'member:%' group by account, unit)
      as posted on posted.account = 'member:' || wallet.member_id and posted.unit = wallet.unit
      where wallet.debt <> coalesce(posted.points, 0)`,
  },
  {
    name: 'wallets-are-their-postings',
    meaning: 'Points of all lots less all debts, against all postings on members.',
    figure:
      'select (select coalesce(sum(remaining), 0) from lot) - (select coalesce(sum(debt), 0) from wallet)',
    expected: `select coalesce(sum(amount), 0) from posting where account like 'member:%'`,
  },
  {
    name: 'lots-within-bounds',
    meaning: 'Lots with less than nothing left, or more held than left, or more left than there ever was.',
    figure: wrongLots('held < 0 or held > remaining or remaining > original'),
  },
  {
    name: 'held-is-open-holds',
    meaning: 'Lots whose held points are not the sum of their slices in open holds.',
    figure: wrongLots(`held <> (select coalesce(sum(slice.points), 0) from hold_slice as slice
      join hold on hold.id = slice.hold_id where slice.lot_id = lot.id and hold.state = 'HELD')`),
  },
  {
    name: 'holds-are-their-slices',
    meaning: 'Holds whose points are not the sum of their slices.',
    figure:
      'select count(*) from hold where points <> (select sum(points) from hold_slice where hold_id = hold.id)',
  },
  {
    name: 'purchases-are-issued',
    meaning: 'Points of all purchases, against all points issued by earn entries.',
    figure: 'select coalesce(sum(points), 0) from purchase',
    expected: `select -(${postedPoints(`kind = 'EARN' and account like 'issuance:%'`)})`,
  },
  {
    name: 'purchases-are-their-lines',
    meaning: 'Purchases whose points or amount are not the sum of their lines.',
    figure: `select count(*) from purchase left join (select purchase_id, sum(points) as points,
      sum(amount_minor) as amount from purchase_line group by purchase_id) as lines on lines.purchase_id = purchase.id
      where purchase.points is distinct from lines.points or total_minor is distinct from lines.amount`,
  },
  {
    name: 'returns-are-taken-back',
    meaning: 'Points of all returns, against all points taken back by return entries.',
    figure: 'select coalesce(sum(points), 0) from purchase_return',
    expected: postedPoints(`kind = 'RETURN' and account like 'issuance:%'`),
  },
  {
    name: 'returns-are-their-units',
    meaning:
      'Returns whose asked or taken points are not those of their units, or not the points of their lines.',
    figure: `select count(*) from purchase_return as back
      left join return_unit as main on main.return_id = back.id and main.unit = 'PTS'
      where back.asked <> coalesce(main.asked, 0) or back.points <> coalesce(main.taken, 0)
        or back.asked <> (select sum(points) from return_line where return_id = back.id)`,
  },
  {
    name: 'items-are-conversions',
    meaning: 'Units of all items that were not cancelled, against all units that conversions took.',
    figure: `select coalesce(sum(units), 0) from item_reward where state <> 'CANCELLED'`,
    expected: `select coalesce(sum(amount), 0) from posting join entry on entry.id = entry_id
      where kind = 'CONVERSION' and account = 'converted'`,
  },
  {
    name: 'returns-within-purchases',
    meaning: 'Purchase lines of which more came back than was bought.',
    figure: `select count(*) from purchase_line as line where quantity < (select sum(quantity) from return_line as back
      where back.purchase_id = line.purchase_id and back.line_number = line.line_number)`,
  },
  {
    name: 'captures-are-redeemed',
    meaning: 'Captured points of all holds, against all points redeemed at partners.',
    figure: 'select coalesce(sum(captured_points), 0) from hold',
    expected: postedPoints(`account like 'redemption:%'`),
  },
  {
    name: 'clearing-is-receivables',
    meaning: 'Partners and currencies in which the obligations told differ from the postings on receivables.',
    figure: `select count(*) from (
        select substr(account, 12) as partner, unit, sum(amount) as minor from posting
        where account like 'receivable:%' group by 1, 2) as posted
      full join (
        select data->>'partnerId' as partner, data->>'currency' as unit, sum((data->>'amountMinor')::numeric) as minor
        from outbox where type = 'rewards.clearing-recorded.1' group by 1, 2) as told using (partner, unit)
      where coalesce(posted.minor, 0) <> coalesce(told.minor, 0)`,
  },
];

/** Gives every invariant with its figures. */
export async function proveLedger(database: DataSource): Promise<readonly Invariant[]> {
  const counted = STATEMENTS.map(
    ({ figure, expected }, index) =>
      `select ${index} as index, (${figure})::numeric as figure, (${expected ?? 'select 0'})::numeric as expected`,
  );
  const found = await inTransaction(database, async (transaction) => {
    // A recount of millions of entries takes longer than any request of a till may.
    await transaction.query(`set local statement_timeout = '${RECOUNT_MS_MAX}ms'`);
    return rows<{ index: number; figure: bigint; expected: bigint }>(
      transaction,
      `${counted.join('\nunion all ')} order by index`,
    );
  });
  return STATEMENTS.map(({ name, meaning }, index) => {
    const { figure = 0n, expected = -1n } = found[index] ?? {};
    return { name, meaning, figure, expected, holds: figure === expected };
  });
}
