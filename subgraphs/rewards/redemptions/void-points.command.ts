/** Lets a hold go: what is left of its points is free again. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { HoldId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import type { LockedWallet } from '../ledger/lock-wallet.command.js';
import { lockedHold } from './capture-points.command.js';
import { decideVoid, type EndRequest, type VoidRefusal } from './capturing.js';
import { HoldStore } from './hold.store.js';
import { letHoldGo } from './release-lapsed-holds.command.js';

export type VoidPointsRefusal = VoidRefusal | KeyReused;

export async function voidPoints(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly wish: EndRequest },
): Promise<Result<Replayable<{ holdId: HoldId }>, VoidPointsRefusal>> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'voidPoints', input: wish }, async (transaction) => {
    const now = clock.now();
    const { hold, wallet } = await lockedHold(transaction, wish.holdId);
    const decided = decideVoid(wish, hold, now);
    if (!decided.ok) return decided;
    const slices = await new HoldStore(transaction).leftOf(decided.value);
    const end = { state: 'VOIDED', slices, wallet: wallet as LockedWallet, now } as const;
    await letHoldGo(transaction, decided.value, end);
    return ok({ holdId: wish.holdId });
  });
}
