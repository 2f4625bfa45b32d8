/**
 * Reads the ledger as auditors need it: seals from the first on, so that whoever keeps a copy goes on where it ends;
 * sealed entries in their order, with their records; and postings by entry.
 */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { rows } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryKind } from '../ledger/entry.js';
import { ENTRY_RECORD } from './entry-record.js';

export const sealedKey = z.tuple([z.string().regex(/^\d{1,18}$/), z.int().min(0).max(1_000_000_000)]);
type SealedKey = z.infer<typeof sealedKey>;

export interface SealedEntryRecord {
  readonly id: string;
  readonly sequence: bigint;
  readonly kind: EntryKind;
  readonly memberId: string;
  readonly occurredAt: Date;
  readonly postedAt: Date;
  readonly sealNumber: bigint;
  readonly position: number;
  readonly digest: string;
  readonly record: string;
}

/** An entry that was taken away is passed over here; its digest stays in the seal, which shows that it is missing. */
export function sealedEntries(
  database: DataSource,
  page: { readonly first: number; readonly after: SealedKey | null; readonly upToSeal: bigint | null },
): Promise<SealedEntryRecord[]> {
  const [seal, position] = page.after ?? ['0', 0];
  return rows<SealedEntryRecord>(
    database,
    `select entry.id, entry.sequence, entry.kind, entry.member_id as "memberId", entry.occurred_at as "occurredAt",
       entry.posted_at as "postedAt", seal_number as "sealNumber", position, encode(digest, 'hex') as digest,
       ${ENTRY_RECORD} as record
     from sealed_entry join entry on entry.id = entry_id
     where (seal_number, position) > ($1::bigint, $2::integer) and ($3::bigint is null or seal_number <= $3)
     order by seal_number, position limit $4`,
    [seal, position, page.upToSeal, page.first + 1],
  );
}

export interface PostingRecord {
  readonly entryId: string;
  readonly line: number;
  readonly account: string;
  readonly unit: string;
  readonly amount: bigint;
  readonly lotId: string | null;
}

const POSTINGS = Symbol('postings of entries');

/** The postings of an entry in the order of their lines; those of all entries of a request are one statement. */
export function postingsOf(
  database: DataSource,
  context: RequestContext,
  entryId: string,
): Promise<readonly PostingRecord[]> {
  const read = async (ids: readonly string[]): Promise<PostingRecord[][]> => {
    const found = await rows<PostingRecord>(
      database,
      `select entry_id as "entryId", line, account, unit, amount, lot_id as "lotId" from posting
       where entry_id = any($1::uuid[]) order by entry_id, line`,
      [ids],
    );
    return ids.map((id) => found.filter((posting) => posting.entryId === id));
  };
  return context.perRequest(POSTINGS, () => new DataLoader(read)).load(entryId);
}

export const sealKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);
type SealKey = z.infer<typeof sealKey>;

export interface SealRecord {
  readonly number: bigint;
  readonly previousHash: string;
  readonly hash: string;
  readonly entryCount: number;
  readonly sealedAt: Date;
}

const SEAL_COLUMNS = `number, encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash,
  entry_count as "entryCount", sealed_at as "sealedAt"`;

export async function lastSeal(database: DataSource): Promise<SealRecord | null> {
  const [seal] = await rows<SealRecord>(
    database,
    `select ${SEAL_COLUMNS} from ledger_seal order by number desc limit 1`,
  );
  return seal ?? null;
}

export function sealsAfter(
  database: DataSource,
  page: { readonly first: number; readonly after: SealKey | null },
): Promise<SealRecord[]> {
  return rows<SealRecord>(
    database,
    `select ${SEAL_COLUMNS} from ledger_seal where number > $1 order by number limit $2`,
    [page.after?.[0] ?? 0, page.first + 1],
  );
}
