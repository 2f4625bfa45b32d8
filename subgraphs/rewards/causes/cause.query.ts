/** Reads causes with their running totals, for everyone: a total is the sum of a few rows and exact at any moment. */
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { rows } from '../../../shared/platform/database/transaction.js';
import { isId } from '../../../shared/values/ids.js';
import type { Money } from '../../../shared/values/money.js';
import type { Cause } from './cause.js';
import { causeColumns } from './cause.store.js';

export const causeKey = z.tuple([z.uuid()]);
type CauseKey = z.infer<typeof causeKey>;

export interface CauseRecord extends Cause {
  readonly pointsTotal: bigint;
  readonly donorsCount: bigint;
  /** By currency: amounts as text, as JSON carries them. */
  readonly worth: readonly { readonly currency: string; readonly amountMinor: string }[];
}

const READ = `select ${causeColumns}, coalesce(given.points, 0) as "pointsTotal",
    coalesce(given.donors, 0) as "donorsCount", coalesce(given.worth, '[]') as worth
  from cause left join lateral (
    select sum(points) as points, sum(donors) as donors,
      jsonb_agg(jsonb_build_object('currency', currency, 'amountMinor', minor::text) order by currency) as worth
    from (select currency, sum(points) as points, sum(donors) as donors, sum(amount_minor) as minor
      from cause_tally where cause_id = cause.id group by currency) as by_currency) as given on true`;

export function worthOf({ worth }: CauseRecord): Money[] {
  return worth.map(({ currency, amountMinor }) => ({ currency, amountMinor: BigInt(amountMinor) }));
}

export async function causeById(database: DataSource, id: string): Promise<CauseRecord | null> {
  if (!isId(id)) return null;
  const [found] = await rows<CauseRecord>(database, `${READ} where cause.id = $1`, [id]);
  return found ?? null;
}

/** Gives a page of causes, newest first; closed ones too unless only open ones are asked for. */
export function causesPage(
  database: DataSource,
  asked: { readonly first: number; readonly after: CauseKey | null; readonly isOpen: boolean },
): Promise<readonly CauseRecord[]> {
  return rows<CauseRecord>(
    database,
    `${READ} where ($2::uuid is null or cause.id < $2) and (closed_at is null or not $3)
     order by cause.id desc limit $1`,
    [asked.first + 1, asked.after?.[0] ?? null, asked.isOpen],
  );
}
