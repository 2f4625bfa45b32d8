/** What must hold of the second book: a closed period is what its entries sum to, and nets to zero in each currency. */
import type { Check } from '../../../shared/platform/runtime/check.js';

const net = `select period_id, party, currency, sum(minor) as minor from (
    select period_id, debtor_id as party, currency, -amount_minor as minor from settlement_obligation
    union all select period_id, creditor_id, currency, amount_minor from settlement_obligation) as side
  group by period_id, party, currency`;

export const clearingChecks: readonly Check[] = [
  {
    name: 'positions-sum-to-zero',
    meaning: 'Closed periods whose net positions do not sum to zero in some currency.',
    wrong: `select 'settlement_period' as at, period_id::text as id, 'sum of positions in ' || currency as field,
      sum(net_minor)::text as found, '0' as must
      from settlement_position group by period_id, currency having sum(net_minor) <> 0`,
  },
  {
    name: 'positions-are-their-obligations',
    meaning: 'Net positions that are not the sum of the obligations of their party.',
    wrong: `select 'settlement_position' as at,
      coalesce(position.period_id, summed.period_id) || ' ' ||
        coalesce(position.party_id, summed.party, '00000000-0000-0000-0000-000000000000') || ' ' ||
        coalesce(position.currency, summed.currency) as id,
      'net_minor' as field, coalesce(net_minor, 0)::text as found, coalesce(minor, 0)::text as must
      from settlement_position as position full join (${net}) as summed
        on summed.period_id = position.period_id and summed.currency = position.currency
        and coalesce(summed.party::text, 'operator') = coalesce(position.party_id::text, 'operator')
      where coalesce(net_minor, 0) <> coalesce(minor, 0)`,
  },
  {
    name: 'obligations-are-their-entries',
    meaning: 'Obligations of closed periods that are not the sum of the clearing entries behind them.',
    wrong: `select 'settlement_obligation' as at,
      coalesce(owed.period_id, cleared.period_id) || ' ' || coalesce(owed.kind, cleared.kind) || ' ' ||
        coalesce(owed.partner, cleared.partner) as id, 'amount_minor' as field,
      coalesce(owed.minor, 0)::text as found, coalesce(cleared.minor, 0)::text as must
      from (select period_id, kind, coalesce(debtor_id, creditor_id)::text as partner, issuer_id, currency,
          sum(case when debtor_id is null then -amount_minor else amount_minor end) as minor
        from settlement_obligation group by 1, 2, 3, 4, 5) as owed
      full join (select period_id, kind, partner_id::text as partner, issuer_partner_id, currency,
          sum(amount_minor) as minor
        from clearing_entry join settlement_period on settlement_period.id = period_id and state = 'CLOSED'
        group by 1, 2, 3, 4, 5) as cleared
        on cleared.period_id = owed.period_id and cleared.kind = owed.kind and cleared.partner = owed.partner
        and cleared.issuer_partner_id = owed.issuer_id and cleared.currency = owed.currency
      where coalesce(owed.minor, 0) <> coalesce(cleared.minor, 0)`,
  },
  {
    name: 'closed-periods-are-complete',
    meaning: 'Closed periods with another number of clearing entries, or another watermark, than they say.',
    wrong: `select 'settlement_period' as at, period.id::text as id, 'entry_count, watermark' as field,
      period.entry_count || ', ' || period.watermark as found,
      coalesce(cleared.entries, 0) || ', ' || coalesce(cleared.watermark, 0) as must
      from settlement_period as period left join (select period_id, count(*) as entries,
        max(ledger_sequence) as watermark from clearing_entry group by period_id) as cleared
      on cleared.period_id = period.id
      where state = 'CLOSED' and (period.entry_count is distinct from cleared.entries
        or period.watermark is distinct from cleared.watermark)`,
  },
];
