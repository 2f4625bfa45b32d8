/** Opens a household for a member, who owns it and sits in it alone until others accept. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { lockMembers } from '../people/lock-members.command.js';
import {
  actingPerson,
  type MemberIsOrganisation,
  type MemberMerged,
  type MemberNotFound,
} from '../standing/member-standing.js';
import { changeHousehold, isSeated } from './change-household.command.js';
import type { AlreadyInHousehold } from './household.js';

type Decided = { readonly householdId: string };
type Refusal = MemberNotFound | MemberMerged | MemberIsOrganisation | AlreadyInHousehold;
export type OpenHouseholdRefusal = Refusal | KeyReused;

export async function openHousehold(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly memberId: string;
    readonly name: string;
  },
): Promise<Result<Replayable<Decided>, OpenHouseholdRefusal>> {
  const { caller, key, memberId, name } = request;
  const command = { caller, key, command: 'openHousehold', input: { memberId, name } };
  return once<Decided, Refusal>(database, command, async (transaction) => {
    const [locked] = await lockMembers(transaction, [memberId]);
    const owner = actingPerson(memberId, locked);
    if (!owner.ok) return owner;
    if (await isSeated(transaction, memberId)) return refused({ kind: 'AlreadyInHousehold', memberId });
    const householdId = newId();
    const openedAt = clock.now();
    const seats = [{ memberId, joinedAt: openedAt, monthlyDrawLimit: null }];
    await changeHousehold(
      transaction,
      { id: householdId, name, ownerId: memberId, openedAt, closedAt: null, version: 1, seats },
      openedAt,
    );
    return ok({ householdId });
  });
}
