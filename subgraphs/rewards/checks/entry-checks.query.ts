/** What must hold of entries and postings themselves: each balances, none is alone, and obligations were told. */
import type { Check } from '../../../shared/platform/runtime/check.js';

export const entryChecks: readonly Check[] = [
  {
    name: 'entries-balance',
    meaning: 'Entries whose postings do not sum to zero in some unit.',
    wrong: `select 'entry' as at, entry_id::text as id, 'sum of postings in ' || unit as field,
      sum(amount)::text as found, '0' as must from posting group by entry_id, unit having sum(amount) <> 0`,
  },
  {
    name: 'entries-have-postings',
    meaning: 'Entries without postings.',
    wrong: `select 'entry' as at, id::text as id, 'postings' as field, '0' as found, '2 or more' as must
      from entry where not exists (select from posting where entry_id = entry.id)`,
  },
  {
    name: 'postings-have-entries',
    meaning: 'Postings whose entry is gone.',
    wrong: `select 'posting' as at, entry_id || ' line ' || line as id, 'entry_id' as field, 'no such entry' as found,
      'an entry' as must from posting where not exists (select from entry where id = entry_id)`,
  },
  {
    name: 'postings-are-counted',
    meaning: 'Entries in which a line of the postings is missing.',
    wrong: `select 'entry' as at, entry_id::text as id, 'lines of postings' as field, count(*)::text as found,
      max(line)::text as must from posting group by entry_id having count(*) <> max(line)`,
  },
  {
    name: 'clearing-is-receivables',
    meaning:
      'Entries, by partner and currency, whose obligations told differ from their postings on receivables.',
    wrong: `select 'entry' as at, coalesce(posted.entry, told.entry) as id,
      'told of ' || coalesce(posted.partner, told.partner) || ' in ' || coalesce(posted.unit, told.unit) as field,
      coalesce(told.minor, 0)::text as found, coalesce(posted.minor, 0)::text as must
      from (select entry_id::text as entry, substr(account, 12) as partner, unit, sum(amount) as minor from posting
        where account like 'receivable:%' group by 1, 2, 3) as posted
      full join (select data->>'entryId' as entry, data->>'partnerId' as partner, data->>'currency' as unit,
        sum((data->>'amountMinor')::numeric) as minor
        from outbox where type = 'rewards.clearing-recorded.1' group by 1, 2, 3) as told
      on told.entry = posted.entry and told.partner = posted.partner and told.unit = posted.unit
      where coalesce(posted.minor, 0) <> coalesce(told.minor, 0)`,
  },
  {
    name: 'clearing-has-its-sequence',
    meaning: 'Obligations told with another sequence than that of their entry.',
    wrong: `select 'outbox' as at, outbox.sequence::text as id, 'ledgerSequence' as field,
      data->>'ledgerSequence' as found, coalesce(entry.sequence::text, 'that of an entry') as must
      from outbox left join entry on entry.id = (data->>'entryId')::uuid
      where type = 'rewards.clearing-recorded.1' and data->>'ledgerSequence' is distinct from entry.sequence::text`,
  },
];
