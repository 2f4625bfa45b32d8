/** Reads seals: the last one, and all of them from the first on, so that whoever keeps a copy goes on where it ends. */
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { rows } from '../../../shared/platform/database/transaction.js';

export const sealKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);
type SealKey = z.infer<typeof sealKey>;

export interface SealRecord {
  readonly number: bigint;
  readonly previousHash: string;
  readonly hash: string;
  readonly entryCount: number;
  readonly sealedAt: Date;
}

const COLUMNS = `number, encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash,
  entry_count as "entryCount", sealed_at as "sealedAt"`;

export async function lastSeal(database: DataSource): Promise<SealRecord | null> {
  const [seal] = await rows<SealRecord>(
    database,
    `select ${COLUMNS} from ledger_seal order by number desc limit 1`,
  );
  return seal ?? null;
}

export function sealsAfter(
  database: DataSource,
  page: { readonly first: number; readonly after: SealKey | null },
): Promise<SealRecord[]> {
  return rows<SealRecord>(
    database,
    `select ${COLUMNS} from ledger_seal where number > $1 order by number limit $2`,
    [page.after?.[0] ?? 0, page.first + 1],
  );
}
