/** Reads of merges, batched: those of a page of members are one statement. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { Merge } from './merge.js';
import { MergeStore } from './merge.store.js';

const MERGES = Symbol('merges by member');

/** Gives the merges in which a member went or stayed, undone ones too, oldest first. */
export function mergesOf(database: DataSource, context: RequestContext, memberId: string): Promise<Merge[]> {
  const loader = context.perRequest(
    MERGES,
    () => new DataLoader<string, Merge[]>((ids) => new MergeStore(database.manager).ofMembers(ids)),
  );
  return loader.load(memberId);
}

export function mergeById(database: DataSource, id: string): Promise<Merge | null> {
  return new MergeStore(database.manager).withId(id);
}
