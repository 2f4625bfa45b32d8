/**
 * Reads a member's lots and entries in pages, newest first.
 *
 * The order names the member too, though it is one: so only the index that begins with the member can give it, also
 * where the planner knows nothing yet of a table that was just filled and would walk back through all of it.
 */
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryKind } from '../ledger/entry.js';
import { loadMemberPage, type MemberPage } from './member-pages.loader.js';

export const lotKey = z.tuple([z.uuid()]);
export const entryKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);
type LotKey = z.infer<typeof lotKey>;
type EntryKey = z.infer<typeof entryKey>;

export interface LotRecord {
  readonly memberId: string;
  readonly id: string;
  readonly issuerPartnerId: string;
  readonly purchaseId: string | null;
  readonly unit: string;
  readonly rule: string;
  readonly closedAs: 'EXPIRED' | 'CANCELLED' | null;
  readonly original: bigint;
  readonly remaining: bigint;
  readonly held: bigint;
  readonly earnedAt: Date;
  readonly activatesAt: Date | null;
  readonly cancelsAt: Date | null;
  readonly expiresAt: Date | null;
}

export interface EntryRecord {
  readonly memberId: string;
  readonly id: string;
  readonly sequence: bigint;
  readonly kind: EntryKind;
  readonly partnerId: string | null;
  readonly purchaseId: string | null;
  readonly holdId: string | null;
  readonly occurredAt: Date;
  readonly postedAt: Date;
  readonly termsVersion: number;
  readonly agreementId: string | null;
  readonly points: bigint;
}

/** A page of what happened in one unit. */
type UnitPage<Key> = MemberPage<Key> & { readonly unit: string };

const entryColumns = (
  unit: string,
): string => `member_id as "memberId", id, sequence, kind, partner_id as "partnerId",
  purchase_id as "purchaseId", hold_id as "holdId", occurred_at as "occurredAt", posted_at as "postedAt",
  terms_version as "termsVersion", agreement_id as "agreementId",
  (select coalesce(sum(amount), 0) from posting
   where entry_id = entry.id and account = 'member:' || entry.member_id and unit = ${unit}) as points`;

const LOTS = Symbol('lots of members');
const ENTRIES = Symbol('entries of members');

export function lotsOf(
  database: DataSource,
  context: RequestContext,
  asked: { readonly memberId: string; readonly page: UnitPage<LotKey> },
): Promise<readonly LotRecord[]> {
  const { unit } = asked.page;
  const read = (memberIds: readonly string[], page: MemberPage<LotKey>) =>
    rows<LotRecord>(
      database,
      `select lots.* from unnest($1::uuid[]) as asked (member_id) cross join lateral (
         select member_id as "memberId", id, issuer_partner_id as "issuerPartnerId", purchase_id as "purchaseId",
           unit, rule, closed_as as "closedAs", original, remaining, held, earned_at as "earnedAt",
           activates_at as "activatesAt", cancels_at as "cancelsAt", expires_at as "expiresAt"
         from lot where lot.member_id = asked.member_id and ($3::uuid is null or id < $3)
           and ($4::uuid is null or issuer_partner_id = $4) and unit = $5
         order by lot.member_id desc, id desc limit $2) as lots`,
      [memberIds, page.first + 1, page.after?.[0] ?? null, page.partnerId, unit],
    );
  return loadMemberPage(context, { name: LOTS, read }, asked);
}

export function entriesOf(
  database: DataSource,
  context: RequestContext,
  asked: { readonly memberId: string; readonly page: UnitPage<EntryKey> },
): Promise<readonly EntryRecord[]> {
  const { unit } = asked.page;
  const read = (memberIds: readonly string[], page: MemberPage<EntryKey>) =>
    rows<EntryRecord>(
      database,
      `select entries.* from unnest($1::uuid[]) as asked (member_id) cross join lateral (
         select ${entryColumns('$5')} from entry
         where entry.member_id = asked.member_id and ($3::bigint is null or sequence < $3)
           and ($4::uuid is null or partner_id = $4) and exists (select from posting
             where entry_id = entry.id and account = 'member:' || entry.member_id and unit = $5)
         order by entry.member_id desc, sequence desc limit $2) as entries`,
      [memberIds, page.first + 1, page.after?.[0] ?? null, page.partnerId, unit],
    );
  return loadMemberPage(context, { name: ENTRIES, read }, asked);
}

/** The newest entry of a member; null while there is none. */
export async function newestEntryOf(runner: SqlRunner, memberId: string): Promise<EntryRecord | null> {
  const [newest] = await rows<EntryRecord>(
    runner,
    `select ${entryColumns("'PTS'")} from entry where member_id = $1 order by member_id desc, sequence desc limit 1`,
    [memberId],
  );
  return newest ?? null;
}
