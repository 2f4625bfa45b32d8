/** What must hold of points that went from one to another: gifts, donations, adjustments, merges and draws. */
import type { Check } from '../../../shared/platform/runtime/check.js';

export const betweenChecks: readonly Check[] = [
  {
    name: 'transit-is-empty',
    meaning: 'Gifts and other moves of which more or less arrived than was sent.',
    wrong: `select 'entry' as at, 'cause ' || cause_id as id, 'transit ' || unit as field, sum(amount)::text as found,
      '0' as must from posting join entry on entry.id = entry_id where account = 'transit'
      group by cause_id, unit having sum(amount) <> 0`,
  },
  {
    name: 'gifts-are-their-slices',
    meaning: 'Gifts whose points are not the sum of their slices.',
    wrong: `select 'gift' as at, gift.id::text as id, 'points' as field, gift.points::text as found,
      coalesce(sliced.points, 0)::text as must
      from gift left join (select gift_id, sum(points) as points from gift_slice group by gift_id) as sliced
      on sliced.gift_id = gift.id where gift.points is distinct from sliced.points`,
  },
  {
    name: 'donations-are-redeemed',
    meaning: 'Donations whose points are not what their entries redeemed at partners.',
    wrong: `select 'donation' as at, coalesce(donation.id, posted.id)::text as id, 'points' as field,
      coalesce(donation.points::text, 'no such donation') as found, coalesce(posted.points, 0)::text as must
      from donation full join (select cause_id as id, sum(amount) as points
        from entry join posting on entry_id = entry.id
        where kind = 'DONATION' and account like 'redemption:%' and unit = 'PTS' group by cause_id) as posted
      on posted.id = donation.id where donation.points is distinct from posted.points`,
  },
  {
    name: 'donations-are-reversed-once',
    meaning: 'Reversed donations whose points are not what one entry gave back.',
    wrong: `select 'donation_reversal' as at, donation.id::text as id, 'points' as field,
      concat_ws(' in entries: ', coalesce(posted.points, 0), coalesce(posted.entries, 0)) as found,
      donation.points || ' in entries: 1' as must
      from donation_reversal as undone join donation on donation.id = undone.donation_id
      left join (select cause_id as id, -sum(amount) as points, count(distinct entry.id) as entries
        from entry join posting on entry_id = entry.id
        where kind = 'REVERSAL' and account like 'redemption:%' and unit = 'PTS' group by cause_id) as posted
      on posted.id = donation.id
      where posted.entries is distinct from 1 or donation.points is distinct from posted.points`,
  },
  {
    name: 'causes-are-their-donations',
    meaning:
      'Causes whose running total differs from their donations that stand, in points, in money or in donors.',
    wrong: `select 'cause_tally' as at, cause_id::text as id, 'points, amount_minor, donors' as field,
      concat_ws(', ', kept.points, kept.minor, kept.donors) as found,
      concat_ws(', ', given.points, given.minor, given.donors) as must
      from (select cause_id, sum(points) as points, sum(amount_minor) as minor, sum(donors) as donors
        from cause_tally group by cause_id) as kept
      full join (select cause_id, coalesce(sum(points) filter (where stands), 0) as points,
        coalesce(sum(amount_minor) filter (where stands), 0) as minor,
        count(distinct member_id) filter (where stands) as donors
        from (select *, not exists (select from donation_reversal where donation_id = donation.id) as stands
          from donation) as each_of group by cause_id) as given using (cause_id)
      where (kept.points, kept.minor, kept.donors) is distinct from (given.points, given.minor, given.donors)`,
  },
  {
    name: 'wallets-know-their-merge',
    meaning: 'Wallets that say another than the copy of their member whom she was merged into.',
    wrong: `select 'wallet' as at, member_id::text as id, 'merged_into' as field,
      coalesce(wallet.merged_into::text, 'nobody') as found, coalesce(member_copy.merged_into::text, 'nobody') as must
      from wallet join member_copy using (member_id)
      where unit = 'PTS' and wallet.merged_into is distinct from member_copy.merged_into`,
  },
  {
    name: 'adjustments-are-posted',
    meaning: 'Adjustments whose units are not what their entries issued or took back.',
    wrong: `select 'adjustment' as at, coalesce(act.id, posted.id)::text as id, 'points' as field,
      coalesce(act.points::text, 'no such adjustment') as found, coalesce(posted.points, 0)::text as must
      from (select id, points from adjustment where state = 'POSTED') as act
      full join (select cause_id as id, -sum(amount) as points from entry join posting on entry_id = entry.id
        where kind = 'ADJUSTMENT' and account like 'issuance:%' group by cause_id) as posted on posted.id = act.id
      where act.points is distinct from posted.points`,
  },
];
