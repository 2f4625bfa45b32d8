/** Opens a cause, and closes it: a closed one takes no more donations and keeps its total. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { CauseId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { findPartner } from '../reference/parties.query.js';
import {
  type CauseClosed,
  type CauseNotFound,
  type CauseWish,
  decideOpening,
  type OpenCauseRefusal,
  openCauseOf,
} from './cause.js';
import { CauseStore } from './cause.store.js';

export interface CauseDependencies {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
}

interface CauseNamed {
  readonly causeId: CauseId;
}

export async function openCause(
  { database, clock, arrivals }: CauseDependencies,
  request: { readonly caller: Caller; readonly key: string; readonly wish: CauseWish },
): Promise<Result<Replayable<CauseNamed>, OpenCauseRefusal | KeyReused>> {
  const { caller, key, wish } = request;
  const command = { caller, key, command: 'openCause', input: wish };
  return arrivals.orArrived<Replayable<CauseNamed>, OpenCauseRefusal | KeyReused>(() =>
    once<CauseNamed, OpenCauseRefusal>(database, command, async (transaction) => {
      const now = clock.now();
      const partner = await findPartner(transaction, wish.partnerId, now);
      const decided = decideOpening(wish, partner, now);
      if (!decided.ok) return decided;
      const causeId = newId<CauseId>();
      const cause = { id: causeId, ...decided.value, openedAt: now, closedAt: null };
      await new CauseStore(transaction).open(cause, callerId(caller));
      return ok({ causeId });
    }),
  );
}

export async function closeCause(
  { database, clock }: CauseDependencies,
  request: { readonly caller: Caller; readonly key: string; readonly wish: CauseNamed },
): Promise<Result<Replayable<CauseNamed>, CauseNotFound | CauseClosed | KeyReused>> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'closeCause', input: wish }, async (transaction) => {
    const store = new CauseStore(transaction);
    const opened = openCauseOf(wish.causeId, await store.lockedWithId(wish.causeId));
    if (!opened.ok) return opened;
    await store.close(wish.causeId, { at: clock.now(), closedBy: callerId(caller) });
    return ok({ causeId: wish.causeId });
  });
}
