/** Lets a hold go: its points are free again, and nothing was spent. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { HoldId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { lotChangesPart, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { lockedHold } from './capture-points.command.js';
import { decideVoid, type EndRequest, type VoidRefusal } from './capturing.js';
import { holdChanged, letGo } from './hold.js';
import { HoldStore, holdEndPart } from './hold.store.js';

export type VoidPointsRefusal = VoidRefusal | KeyReused;

export async function voidPoints(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly wish: EndRequest },
): Promise<Result<Replayable<{ holdId: HoldId }>, VoidPointsRefusal>> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'voidPoints', input: wish }, async (transaction) => {
    const now = clock.now();
    const { hold } = await lockedHold(transaction, wish.holdId);
    const decided = decideVoid(wish, hold, now);
    if (!decided.ok) return decided;
    const slices = await new HoldStore(transaction).slicesOf(wish.holdId);
    const bind = new Bind();
    await runParts(transaction, bind, [
      holdEndPart(bind, decided.value, { state: 'VOIDED', capturedPoints: 0n, at: now }),
      lotChangesPart(bind, letGo(slices)),
      outboxPart(bind, [holdChanged({ ...decided.value, state: 'VOIDED', changedAt: now }, newId())]),
    ]);
    return ok({ holdId: wish.holdId });
  });
}
