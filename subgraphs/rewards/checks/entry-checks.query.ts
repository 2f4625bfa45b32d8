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
    wrong: `select 'entry' as at, entry::text as id, 'told of ' || partner || ' in ' || unit as field,
      sum(told)::text as found, sum(posted)::text as must from (
        select entry_id as entry, substr(account, 12) as partner, unit, amount as posted, 0 as told from posting
        where account like 'receivable:%'
        union all select (data->>'entryId')::uuid, data->>'partnerId', data->>'currency', 0,
          (data->>'amountMinor')::bigint from outbox where type = 'rewards.clearing-recorded.1') as leg
      group by entry, partner, unit having sum(posted) <> sum(told)`,
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
