/**
 * Seals entries: every entry that is committed and not sealed yet goes into the next seal, in the order of
 * transactions.
 *
 * Nothing is marked on an entry. Below the oldest transaction that still runs all have ended, so whatever they wrote
 * can be seen, and nothing more will ever appear there: a seal takes what lies between the place where the last one
 * stopped and that horizon. A seal and its digests are one transaction: a sealer that is killed leaves nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Stoppable } from '../../../shared/platform/bus/event-bus.js';
import { inTransaction, rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { SubgraphDependencies } from '../../../shared/platform/runtime/subgraph.js';
import { ENTRY_DIGEST, NO_HASH, sealHash } from './entry-record.js';

/** A seal of so many entries takes a moment and few megabytes; under a load that fills it the next follows at once. */
export const SEAL_ENTRIES_MAX = 10_000;
/** Above any seal, also one on a disk that is busy with something else. */
const SEAL_MS_MAX = 60_000;

interface Place {
  readonly number: string;
  /** Entries behind this transaction and sequence are looked at; null: those of all transactions. */
  readonly afterXid: string | null;
  readonly afterSequence: string | null;
  readonly horizon: string;
  readonly cluster: string;
  /** Of the last seal, where it was made by another server. */
  readonly formerCluster: string | null;
  readonly formerXid: string | null;
}

/**
 * Seals up to `entriesMax` entries and tells how many there were; none while another process is at it.
 *
 * A dump that was restored into another server brings numbers of transactions that mean nothing there: then all entries
 * are looked through once for those that are not sealed.
 */
export function sealEntries(database: DataSource, now: Date, entriesMax = SEAL_ENTRIES_MAX): Promise<number> {
  return inTransaction(database, async (transaction) => {
    const [lock] = await rows<{ isOurs: boolean }>(
      transaction,
      `select pg_try_advisory_xact_lock(hashtextextended('rewards.seal-entries', 0)) as "isOurs"`,
    );
    if (lock?.isOurs !== true) return 0;
    await transaction.query(`set local statement_timeout = ${SEAL_MS_MAX}`);
    return sealNext(transaction, await nextPlace(transaction), { now, entriesMax });
  });
}

/** Read under the lock, in a statement of its own: one that began before it may not see the last seal. */
async function nextPlace(transaction: Transaction): Promise<Place> {
  const [place] = await rows<Place>(
    transaction,
    `with server as (
       select pg_snapshot_xmin(pg_current_snapshot()) as horizon,
         (select system_identifier from pg_control_system()) as cluster),
     head as (select * from ledger_seal order by number desc limit 1),
     place as (
       select coalesce(head.number, 0) + 1 as number, server.horizon, server.cluster,
         head.cluster as head_cluster, head.horizon_xid, head.horizon_sequence,
         head.number is null or (head.cluster = server.cluster and head.horizon_xid <= server.horizon) as goes_on
       from server left join head on true)
     select number::text, horizon::text, cluster::text,
       case when goes_on then coalesce(horizon_xid, '0'::xid8)::text end as "afterXid",
       case when goes_on then coalesce(horizon_sequence, 0)::text end as "afterSequence",
       case when not goes_on then head_cluster::text end as "formerCluster",
       case when not goes_on then horizon_xid::text end as "formerXid"
     from place`,
  );
  return place as Place;
}

async function sealNext(
  transaction: Transaction,
  place: Place,
  { now, entriesMax }: { readonly now: Date; readonly entriesMax: number },
): Promise<number> {
  const isMoved = place.afterXid === null;
  const [made] = await rows<{ count: number }>(
    transaction,
    `with taken as (
       select * from entry where ${isMoved ? '$5::text is null and $6::text is null' : BEHIND_LAST}
         and not exists (select from sealed_entry where entry_id = entry.id)
       order by xid, sequence limit $1),
     digested as (
       select id, xid, sequence, row_number() over (order by xid, sequence) as position, ${ENTRY_DIGEST} as digest
       from taken as entry),
     kept as (
       insert into sealed_entry (seal_number, position, entry_id, digest)
       select $2::bigint, position, id, digest from digested),
     facts as (
       select count(*) as count, string_agg(digest, ''::bytea order by position) as digests,
         (array_agg(xid order by position desc))[1] as last_xid,
         max(sequence) filter (where position = $1) as last_sequence
       from digested),
     previous as (select coalesce((select hash from ledger_seal where number = $2::bigint - 1), ${NO_HASH}) as hash)
     insert into ledger_seal
       (number, previous_hash, hash, entry_count, sealed_at, horizon_xid, horizon_sequence, cluster)
     select $2::bigint, previous.hash, ${HASH}, count, $3::timestamptz, ${isMoved ? MOVED : GOING_ON}
     from facts, previous where count > 0 or ${isMoved}
     returning entry_count as count`,
    [entriesMax, place.number, now, place.horizon, place.afterXid, place.afterSequence, place.cluster].concat(
      isMoved ? [place.formerXid, place.formerCluster] : [],
    ),
  );
  return made?.count ?? 0;
}

const BEHIND_LAST = '(xid, sequence) > ($5::text::xid8, $6::text::bigint) and xid < $4::text::xid8';
const HASH = sealHash({
  previous: 'previous.hash',
  number: '$2::bigint',
  sealedAt: '$3::timestamptz',
  digests: 'digests',
});
/** A full seal stops behind its last entry, another at the horizon, before which no sequence lies. */
const GOING_ON = `case when count = $1 then last_xid else $4::text::xid8 end,
  case when count = $1 then last_sequence else 0 end, $7::text::bigint`;
/** Only when nothing is left over is the new server the one whose transactions count. */
const MOVED = `case when count = $1 then $8::text::xid8 else $4::text::xid8 end, 0,
  case when count = $1 then $9::text::bigint else $7::text::bigint end`;

const PAUSE_MS = 3_000;

/** Seals every few seconds, in one process of all that run this subgraph. */
export function startSealing({ database, bus, clock, log }: SubgraphDependencies): Stoppable {
  return bus.lead('rewards.seal-entries', async (signal) => {
    while (!signal.aborted) {
      try {
        const sealed = await sealEntries(database, clock.now());
        if (sealed === SEAL_ENTRIES_MAX) continue;
      } catch (fault) {
        log.error({ err: fault }, 'entries could not be sealed; the next seal takes them');
      }
      await pause(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  });
}
