/** Reads the step-ups of members, batched, and one by its id. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { StepUpId } from '../../../shared/values/ids.js';
import type { StepUp } from './step-up.js';
import { StepUpStore } from './step-up.store.js';

const OPEN = Symbol('open step-ups of members');

/** The open step-ups of a member, oldest first. Not remembered: an answer later in the request must be seen. */
export function openStepUpsOf(
  database: DataSource,
  context: RequestContext,
  memberId: string,
): Promise<readonly StepUp[]> {
  const read = async (ids: readonly string[]) => {
    const found = await new StepUpStore(database).openOf(ids, context.clock.now());
    return ids.map((id) => found.filter((stepUp) => stepUp.memberId === id.toLowerCase()));
  };
  return context.perRequest(OPEN, () => new DataLoader(read, { cache: false })).load(memberId);
}

export function stepUpWithId(database: DataSource, id: StepUpId): Promise<StepUp | null> {
  return new StepUpStore(database).withId(id);
}
