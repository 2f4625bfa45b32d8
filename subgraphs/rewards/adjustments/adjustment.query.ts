/** Reads adjustments and their terms, for operators and auditors. */
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { AdjustmentId } from '../../../shared/values/ids.js';
import type { Adjustment, AdjustmentState } from './adjustment.js';
import { AdjustmentStore } from './adjustment.store.js';
import type { AdjustmentTerms } from './adjustment-terms.js';

export const adjustmentKey = z.tuple([z.uuid()]);

export async function adjustmentById(database: DataSource, id: AdjustmentId): Promise<Adjustment> {
  return (await new AdjustmentStore(database).withId(id)) as Adjustment;
}

export function adjustmentsPage(
  database: DataSource,
  asked: {
    readonly state: AdjustmentState | null;
    readonly first: number;
    readonly after: z.infer<typeof adjustmentKey> | null;
  },
): Promise<readonly Adjustment[]> {
  return new AdjustmentStore(database).page({ ...asked, after: asked.after?.[0] ?? null });
}

/** Gives the terms of a version, or those in force. */
export function adjustmentTerms(database: DataSource, version: number | null): Promise<AdjustmentTerms> {
  const store = new AdjustmentStore(database);
  return version === null ? store.termsInForce() : store.termsOfVersion(version);
}
