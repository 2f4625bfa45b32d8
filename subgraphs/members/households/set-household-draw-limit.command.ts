/** Changes how much a member may draw in a month from the points of the others. The owner and operators may. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { type LimitNotValid, monthlyLimit } from '../limits/monthly-limit.js';
import { changeHousehold, lockHousehold } from './change-household.command.js';
import {
  type HouseholdMemberNotFound,
  type HouseholdNotFound,
  type NotHouseholdOwner,
  ownedHousehold,
  withDrawLimit,
} from './household.js';

type Decided = { readonly householdId: string };
type Refusal = LimitNotValid | HouseholdNotFound | NotHouseholdOwner | HouseholdMemberNotFound;
export type SetHouseholdDrawLimitRefusal = Refusal | KeyReused;

export async function setHouseholdDrawLimit(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly householdId: string;
    readonly memberId: string;
    readonly monthlyDrawLimit: Points | null;
  },
): Promise<Result<Replayable<Decided>, SetHouseholdDrawLimitRefusal>> {
  const { caller, key, householdId, memberId } = request;
  const limit = monthlyLimit(request.monthlyDrawLimit);
  if (!limit.ok) return limit;
  const input = { householdId, memberId, monthlyDrawLimit: limit.value };
  const command = { caller, key, command: 'setHouseholdDrawLimit', input };
  return once<Decided, Refusal>(database, command, async (transaction) => {
    const locked = await lockHousehold(transaction, householdId);
    const owned = ownedHousehold(householdId, locked, caller.kind === 'member' ? caller.memberId : null);
    if (!owned.ok) return owned;
    const limited = withDrawLimit(owned.value, memberId, limit.value);
    if (!limited.ok) return limited;
    await changeHousehold(transaction, limited.value, clock.now());
    return ok({ householdId });
  });
}
