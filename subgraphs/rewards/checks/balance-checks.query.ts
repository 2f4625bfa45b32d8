/** What must hold of the balances that are kept for speed: lots, holds and debts are folds of postings. */
import type { Check } from '../../../shared/platform/runtime/check.js';

const lot = (field: string, must: string): string =>
  `select 'lot' as at, lot.id::text as id, '${field}' as field, lot.${field}::text as found, ${must}::text as must`;

export const balanceChecks: readonly Check[] = [
  {
    name: 'lots-are-their-postings',
    meaning: 'Lots whose remaining points are not the sum of the postings on them.',
    wrong: `select 'lot' as at, coalesce(lot.id, posted.lot_id)::text as id, 'remaining' as field,
      coalesce(lot.remaining::text, 'no such lot') as found, coalesce(posted.points, 0)::text as must
      from lot full join (select lot_id, unit, sum(amount) as points from posting where lot_id is not null
        group by lot_id, unit) as posted on posted.lot_id = lot.id and posted.unit = lot.unit
      where lot.remaining is distinct from coalesce(posted.points, 0)`,
  },
  {
    name: 'lots-are-their-members',
    meaning: "Postings on a lot and on another account than its member's.",
    wrong: `select 'posting' as at, posting.entry_id || ' line ' || line as id, 'account' as field, account as found,
      'member:' || lot.member_id as must
      from posting join lot on lot.id = lot_id where account <> 'member:' || lot.member_id`,
  },
  {
    name: 'debts-are-their-postings',
    meaning: 'Wallets whose debt is not the sum of the postings without a lot on them.',
    wrong: `select 'wallet' as at, coalesce(wallet.member_id::text, substr(account, 8)) || ' ' ||
        coalesce(wallet.unit, posted.unit) as id, 'debt' as field,
      coalesce(debt::text, 'no such wallet') as found, coalesce(posted.points, 0)::text as must
      from wallet full join (select account, unit, -sum(amount) as points from posting
        where lot_id is null and account like 'member:%' group by account, unit) as posted
      on posted.account = 'member:' || wallet.member_id and posted.unit = wallet.unit
      where debt is distinct from coalesce(posted.points, 0)`,
  },
  {
    name: 'wallets-are-their-postings',
    meaning: 'Points of all lots less all debts, against all postings on members.',
    figure:
      'select (select coalesce(sum(remaining), 0) from lot) - (select coalesce(sum(debt), 0) from wallet)',
    expected: `select coalesce(sum(amount), 0) from posting where account like 'member:%'`,
    wrong: `select 'wallet' as at, member || ' ' || unit as id, 'lots less debt' as field, sum(kept)::text as found,
      sum(posted)::text as must from (
        select member_id::text as member, unit, remaining as kept, 0 as posted from lot
        union all select member_id::text, unit, -debt, 0 from wallet
        union all select substr(account, 8), unit, 0, amount from posting where account like 'member:%') as leg
      group by member, unit having sum(kept) <> sum(posted)`,
  },
  {
    name: 'lots-within-bounds',
    meaning: 'Lots with less than nothing left, or more held than left, or more left than there ever was.',
    wrong: `${lot('remaining', `'0 to ' || original || ', and no less than held ' || held`)}
      from lot where held < 0 or held > remaining or remaining > original`,
  },
  {
    name: 'lots-are-as-first-posted',
    meaning: 'Lots whose first number is not what their own entry put in them.',
    wrong: `${lot('original', 'coalesce(posted.points, 0)')}
      from lot left join (select entry_id, lot_id, sum(amount) as points from posting
        where lot_id is not null and amount > 0 group by entry_id, lot_id) as posted
      on posted.lot_id = lot.id and posted.entry_id = lot.entry_id
      where lot.original is distinct from posted.points`,
  },
  {
    name: 'held-is-open-holds',
    meaning:
      'Lots whose held points are not the sum of what open holds and open offers of gifts keep of them.',
    wrong: `${lot('held', 'coalesce(kept.points, 0)')}
      from lot left join (select lot_id, sum(points) as points from (select lot_id, points from held_slice
        union all select lot_id, slice.points from gift_slice as slice join gift on gift.id = gift_id
          where state = 'OFFERED') as open group by lot_id) as kept
        on kept.lot_id = lot.id
      where lot.held <> coalesce(kept.points, 0)`,
  },
  {
    name: 'holds-are-their-slices',
    meaning: 'Holds whose points are not the sum of their slices.',
    wrong: `select 'hold' as at, hold.id::text as id, 'points' as field, hold.points::text as found,
      coalesce(sliced.points, 0)::text as must
      from hold left join (select hold_id, sum(points) as points from hold_slice group by hold_id) as sliced
      on sliced.hold_id = hold.id where hold.points is distinct from sliced.points`,
  },
  {
    name: 'spent-while-usable',
    meaning: 'Captures of points that could not be used when they were set aside.',
    wrong: `select 'posting' as at, posting.entry_id || ' line ' || line as id, 'lot_id' as field,
      'set aside at ' || held_at as found, 'from ' || coalesce(lot.activates_at::text, 'an event') || ' to ' ||
        coalesce(lot.expires_at::text, 'any time') as must
      from entry join hold on hold.id = entry.hold_id
      join posting on posting.entry_id = entry.id and posting.lot_id is not null
      join lot on lot.id = posting.lot_id
      where entry.kind = 'CAPTURE' and amount < 0 and (lot.expires_at <= held_at or lot.activates_at > held_at)`,
  },
];
