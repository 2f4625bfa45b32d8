/** What must hold between acts and the entries they caused: each act is posted once, with the figures that it has. */
import type { Check } from '../../../shared/platform/runtime/check.js';

/** Acts against the points of the entries that name them: the same number, in one entry of each member it is about. */
function postedOnce(act: {
  readonly table: string;
  /** The column of the act that the entries name it by. */
  readonly match?: string;
  readonly points: string;
  readonly key: string;
  readonly kind: string;
  /** Which entries of the kind are of such an act; all of them when left out. */
  readonly only?: string;
  readonly account: string;
  readonly sign: '' | '-';
}): string {
  const { table, match = 'id', points, key, kind, only = 'true', account, sign } = act;
  return `select '${table}' as at, coalesce(act.id, posted.id)::text as id,
    case when posted.entries > 1 then 'entries' else '${points}' end as field,
    case when posted.entries > 1 then posted.entries::text
      else coalesce(act.${points}::text, 'no such row') end as found,
    case when posted.entries > 1 then '1' else coalesce(posted.points, 0)::text end as must
    from ${table} as act full join (
      select ${key} as id, count(*) - count(distinct entry.member_id) + 1 as entries,
          ${sign}coalesce(sum(legs.points), 0) as points
      from entry left join (select entry_id, sum(amount) as points from posting
        where unit = 'PTS' and account like '${account}:%' group by entry_id) as legs on legs.entry_id = entry.id
      where kind = '${kind}' and ${only} and ${key} is not null
      group by ${key}) as posted on posted.id = act.${match}
    where posted.entries > 1 or coalesce(posted.points, 0) is distinct from act.${points}`;
}

const total = (points: string, table: string): string => `select coalesce(sum(${points}), 0) from ${table}`;
const postedPoints = (condition: string): string =>
  `select coalesce(sum(amount), 0) from posting join entry on entry.id = entry_id where unit = 'PTS' and ${condition}`;

const purchases = { table: 'purchase', points: 'points', key: 'entry.purchase_id', kind: 'EARN' } as const;
const returns = {
  table: 'purchase_return',
  points: 'points',
  key: 'entry.return_id',
  kind: 'RETURN',
} as const;
const captures = {
  table: 'capture',
  match: 'entry_id',
  points: 'points',
  key: 'entry.id',
  kind: 'CAPTURE',
  account: 'redemption',
  sign: '',
} as const;
const reversals = {
  ...captures,
  table: 'capture_reversal',
  kind: 'REVERSAL',
  // The undoing of a gift or of a donation is posted as a reversal too, and has that as its act.
  only: `not exists (select from gift where gift.id = entry.cause_id and gift.state = 'REVERSED')
    and not exists (select from donation_reversal where donation_id = entry.cause_id)`,
  sign: '-',
} as const;

export const causeChecks: readonly Check[] = [
  {
    name: 'purchases-are-issued',
    meaning: 'Points of all purchases, against all points issued by earn entries.',
    figure: total('points', 'purchase'),
    expected: `select -(${postedPoints(`kind = 'EARN' and account like 'issuance:%'`)})`,
    wrong: postedOnce({ ...purchases, account: 'issuance', sign: '-' }),
  },
  {
    name: 'purchases-are-posted-once',
    meaning: 'Purchases with several earn entries, or with other points than theirs.',
    wrong: postedOnce({ ...purchases, account: 'issuance', sign: '-' }),
  },
  {
    name: 'purchases-are-their-lines',
    meaning: 'Purchases whose points or amount are not the sum of their lines.',
    wrong: `select 'purchase' as at, purchase.id::text as id, 'points, total_minor' as field,
      purchase.points || ', ' || total_minor as found,
      coalesce(lines.points, 0) || ', ' || coalesce(lines.amount, 0) as must
      from purchase left join (select purchase_id, sum(points) as points, sum(amount_minor) as amount
        from purchase_line group by purchase_id) as lines on lines.purchase_id = purchase.id
      where purchase.points is distinct from lines.points or total_minor is distinct from lines.amount`,
  },
  {
    name: 'returns-are-taken-back',
    meaning: 'Points of all returns, against all points taken back by return entries.',
    figure: total('points', 'purchase_return'),
    expected: postedPoints(`kind = 'RETURN' and account like 'issuance:%'`),
    wrong: postedOnce({ ...returns, account: 'issuance', sign: '' }),
  },
  {
    name: 'returns-are-posted-once',
    meaning: 'Returns with several entries of one member, or with other points than theirs.',
    wrong: postedOnce({ ...returns, account: 'issuance', sign: '' }),
  },
  {
    name: 'returns-within-purchases',
    meaning: 'Purchase lines of which more came back than was bought.',
    wrong: `select 'purchase_line' as at, line.purchase_id || ' line ' || line.line_number as id, 'quantity' as field,
      sum(back.quantity) || ' came back' as found, 'at most ' || line.quantity as must
      from return_line as back join purchase_line as line
        on line.purchase_id = back.purchase_id and line.line_number = back.line_number
      group by line.purchase_id, line.line_number, line.quantity having sum(back.quantity) > line.quantity`,
  },
  {
    name: 'returns-are-their-units',
    meaning:
      'Returns whose asked or taken points are not those of their units, or not the points of their lines.',
    wrong: `select 'purchase_return' as at, back.id::text as id, 'asked, points' as field,
      back.asked || ', ' || back.points as found, coalesce(main.asked, 0) || ', ' || coalesce(main.taken, 0) as must
      from purchase_return as back left join return_unit as main on main.return_id = back.id and main.unit = 'PTS'
      where back.asked <> coalesce(main.asked, 0) or back.points <> coalesce(main.taken, 0)
        or back.asked <> (select sum(points) from return_line where return_id = back.id)`,
  },
  {
    name: 'items-are-conversions',
    meaning: 'Units of all items that were not cancelled, against all units that conversions took.',
    figure: `select coalesce(sum(units), 0) from item_reward where state <> 'CANCELLED'`,
    expected: `select coalesce(sum(amount), 0) from posting join entry on entry.id = entry_id
      where kind = 'CONVERSION' and account = 'converted'`,
    wrong: `select 'item_reward' as at, id::text as id, 'entry_id' as field, coalesce(entry_id::text, 'none') as found,
      'a conversion of its units' as must from item_reward where not exists (
        select from entry join posting on posting.entry_id = entry.id
        where entry.id = item_reward.entry_id and kind = 'CONVERSION' and account = 'converted'
          and amount = item_reward.units)`,
  },
  {
    name: 'captures-are-redeemed',
    meaning: 'Points of all captures, against all points redeemed by capture entries.',
    figure: total('points', 'capture'),
    expected: postedPoints(`kind = 'CAPTURE' and account like 'redemption:%'`),
    wrong: postedOnce(captures),
  },
  {
    name: 'captures-are-posted-once',
    meaning: 'Captures without an entry of their points, and capture entries without a capture.',
    wrong: postedOnce(captures),
  },
  {
    name: 'reversals-are-posted-once',
    meaning: 'Reversals without an entry of their points, and reversal entries without a reversal.',
    wrong: postedOnce(reversals),
  },
  {
    name: 'holds-are-their-captures',
    meaning: 'Holds whose captured points are not the sum of their captures.',
    wrong: `select 'hold' as at, hold.id::text as id, 'captured_points' as field, captured_points::text as found,
      coalesce(spent.points, 0)::text as must
      from hold left join (select hold_id, sum(points) as points from capture group by hold_id) as spent
        on spent.hold_id = hold.id where captured_points <> coalesce(spent.points, 0)`,
  },
  {
    name: 'reversals-within-captures',
    meaning:
      'Captures of which more came back than was spent, in points or money; or all points but not all money.',
    wrong: `select 'capture' as at, capture.id::text as id, 'points, amount_minor' as field,
      back.points || ', ' || back.minor || ' came back' as found,
      'at most ' || capture.points || ', ' || amount_minor as must
      from capture join (select capture_id, sum(points) as points, sum(amount_minor) as minor
        from capture_reversal group by capture_id) as back on capture_id = capture.id
      where back.points > capture.points or back.minor > amount_minor
        or (back.points = capture.points and back.minor <> amount_minor)`,
  },
  {
    name: 'keys-have-one-purchase',
    meaning: 'Answers to idempotency keys whose purchase is gone, or is that of another key too.',
    wrong: `select 'stored_answer' as at, min(key) as id, 'answer' as field,
      case when count(*) > 1 then count(*) || ' keys of one purchase, up to ' || max(key)
        else 'purchase ' || answered.purchase_id || ', which is gone' end as found, 'a purchase of its own' as must
      from (select key, (answer->>'purchaseId')::uuid as purchase_id from stored_answer
        where command = 'recordPurchase') as answered left join purchase on purchase.id = answered.purchase_id
      group by answered.purchase_id having count(*) > 1 or count(purchase.id) = 0`,
  },
];
