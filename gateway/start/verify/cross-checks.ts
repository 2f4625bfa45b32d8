/**
 * What must hold between the two books: what the ledger obliged partners to is what the clearing house wrote down.
 *
 * Neither subgraph may know the other's tables; whoever puts both together may compare them. What was told moments ago
 * may still be on its way: it counts as missing once something told a minute later has been heard.
 */
import type { Check } from '../../../shared/platform/runtime/check.js';

/** In the order of: kind, partner, issuer, points, money, currency, agreement, sequence, entry. */
const TOLD = `select event_id, told_at, (data->>'clearingId')::uuid as clearing_id, concat_ws(' ', data->>'kind',
    data->>'partnerId', data->>'issuerPartnerId', data->>'points', data->>'amountMinor', data->>'currency',
    data->>'agreementId', data->>'ledgerSequence', data->>'entryId') as facts
  from rewards.outbox where type = 'rewards.clearing-recorded.1'`;

const WRITTEN = `select clearing_id, concat_ws(' ', kind, partner_id, issuer_partner_id, points, amount_minor, currency,
    agreement_id, ledger_sequence, entry_id) as facts
  from partners.clearing_entry`;

/** The instant of the last obligation that partners heard, less what may overtake. */
const HEARD_UNTIL = `select max(told_at) - interval '1 minute' from rewards.outbox
  join partners.inbox on inbox.event_id = outbox.event_id where type = 'rewards.clearing-recorded.1'`;

export const crossChecks: readonly Check[] = [
  {
    name: 'both-books-agree',
    meaning:
      'Obligations, one by one, that the two books hold differently: sequence, parties, points, money.',
    // What differs is found first, without a look at who heard what: of millions it is a handful.
    wrong: `select 'partners.clearing_entry' as at, id, 'facts' as field,
      coalesce(written, 'no such entry') as found, coalesce(told, 'nothing of it was told') as must
      from (select coalesce(told.clearing_id, written.clearing_id)::text as id, told.facts as told,
          written.facts as written, told_at, event_id
        from (${TOLD}) as told full join (${WRITTEN}) as written on written.clearing_id = told.clearing_id
        where told.facts is distinct from written.facts offset 0) as differing
      where written is not null or told_at < (${HEARD_UNTIL})
        or exists (select from partners.inbox where topic = 'rewards.events' and inbox.event_id = differing.event_id)`,
  },
  {
    name: 'books-agree-in-money',
    meaning: 'Money on receivables of the ledger that was heard of, against the money of the clearing house.',
    figure: 'select coalesce(sum(amount_minor), 0) from partners.clearing_entry',
    expected: `select coalesce(sum((data->>'amountMinor')::numeric), 0) from rewards.outbox
      where type = 'rewards.clearing-recorded.1' and exists (
        select from partners.clearing_entry where clearing_id = (data->>'clearingId')::uuid)`,
    wrong: `select 'partner' as at, coalesce(partner, written_partner) as id, 'sum of amounts in ' ||
        coalesce(unit, written_unit) as field, coalesce(written, 0)::text as found, coalesce(told, 0)::text as must
      from (select data->>'partnerId' as partner, data->>'currency' as unit,
          sum((data->>'amountMinor')::numeric) as told
        from rewards.outbox where type = 'rewards.clearing-recorded.1' group by 1, 2) as ledger
      full join (select partner_id::text as written_partner, currency as written_unit, sum(amount_minor) as written
        from partners.clearing_entry group by 1, 2) as book on written_partner = partner and written_unit = unit
      where coalesce(written, 0) <> coalesce(told, 0)`,
  },
];
