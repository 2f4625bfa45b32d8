/** What must hold of the chain of seals: no gap, hashes that are those of what is in it, and nothing left out. */
import type { Check } from '../../../shared/platform/runtime/check.js';
import { ENTRY_DIGEST, NO_HASH, sealHash } from '../proof/entry-record.js';

const hex = (sql: string): string => `encode(${sql}, 'hex')`;
const HASH = sealHash({
  previous: 'previous_hash',
  number: 'number',
  sealedAt: 'sealed_at',
  digests: `(select string_agg(digest, ''::bytea order by position) from sealed_entry where seal_number = number)`,
});

export const chainChecks: readonly Check[] = [
  {
    name: 'seals-are-a-chain',
    meaning: 'Seals that do not hold on to the one before.',
    wrong: `select 'ledger_seal' as at, number::text as id, 'previous_hash' as field, ${hex('previous_hash')} as found,
      ${hex('before')} as must
      from (select number, previous_hash, coalesce(lag(hash) over seals, ${NO_HASH}) as before from ledger_seal
        window seals as (order by number)) as chained where previous_hash <> before`,
  },
  {
    name: 'seals-have-no-gap',
    meaning: 'Seals whose number does not follow the one before.',
    wrong: `select 'ledger_seal' as at, number::text as id, 'number' as field, number::text as found,
      place::text as must
      from (select number, row_number() over (order by number) as place from ledger_seal) as placed
      where number <> place`,
  },
  {
    name: 'seals-are-their-digests',
    meaning: 'Seals whose hash is not that of what is in them.',
    wrong: `select 'ledger_seal' as at, number::text as id, 'hash' as field, ${hex('hash')} as found,
      ${hex('computed')} as must
      from (select number, hash, ${HASH} as computed from ledger_seal) as recomputed where hash <> computed`,
  },
  {
    name: 'seals-are-complete',
    meaning: 'Seals with another number of digests than they say.',
    wrong: `select 'ledger_seal' as at, coalesce(number, seal_number)::text as id, 'entry_count' as field,
      coalesce(entry_count::text, 'no such seal') as found, coalesce(digests, 0)::text as must
      from ledger_seal full join (select seal_number, count(*) as digests, max(position) as last from sealed_entry
        group by seal_number) as sealed on seal_number = number
      where entry_count is distinct from coalesce(digests, 0) or last <> digests`,
  },
  {
    name: 'sealed-entries-are-there',
    meaning: 'Entries that were sealed and are gone.',
    wrong: `select 'entry' as at, entry_id::text as id, 'id' as field, 'no such entry' as found,
      'number ' || position || ' of seal ' || seal_number as must
      from sealed_entry left join entry on entry.id = entry_id where entry.id is null`,
  },
  {
    name: 'entries-are-as-sealed',
    meaning: 'Entries that are not what they were when they were sealed.',
    isSlow: true,
    wrong: `select 'entry' as at, entry_id::text as id, 'digest' as field, ${hex('computed')} as found,
      ${hex('digest')} || ' (seal ' || seal_number || ')' as must
      from (select entry_id, seal_number, digest, ${ENTRY_DIGEST} as computed
        from sealed_entry join entry on entry.id = entry_id) as recomputed where computed <> digest`,
  },
  {
    name: 'no-entry-is-left-out',
    meaning: 'Entries of transactions that a seal has passed, and that are in none.',
    wrong: `select 'entry' as at, id::text as id, 'seal' as field, 'none' as found, 'up to seal ' || number as must
      from (select * from ledger_seal order by number desc limit 1) as head
      join entry on (xid, sequence) <= (horizon_xid, horizon_sequence)
      where cluster = (select system_identifier from pg_control_system())
        and not exists (select from sealed_entry where entry_id = entry.id)`,
  },
];
