/** Reads the captures of holds, batched: one statement for all holds of a request that ask for them. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';

export interface CaptureFacts {
  readonly id: string;
  readonly holdId: string;
  readonly points: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly capturedAt: Date;
  readonly reversedPoints: bigint;
}

const CAPTURES = Symbol('captures of holds');

async function readCaptures(
  runner: SqlRunner,
  holdIds: readonly string[],
): Promise<readonly (readonly CaptureFacts[])[]> {
  const found = await rows<CaptureFacts>(
    runner,
    `select id, hold_id as "holdId", points, amount_minor as "amountMinor", currency, captured_at as "capturedAt",
       (select coalesce(sum(back.points), 0)::bigint from capture_reversal as back where back.capture_id = capture.id)
         as "reversedPoints"
     from capture where hold_id = any($1::uuid[]) order by hold_id, points_before`,
    [holdIds],
  );
  return holdIds.map((holdId) => found.filter((capture) => capture.holdId === holdId));
}

/** The captures of a hold in the order in which they spent it. Whoever sees the hold may see them. */
export function capturesOf(
  database: DataSource,
  context: RequestContext,
  holdId: string,
): Promise<readonly CaptureFacts[]> {
  const read = (ids: readonly string[]) => readCaptures(database.manager, ids);
  return context.perRequest(CAPTURES, () => new DataLoader(read, { cache: false })).load(holdId);
}
