/**
 * The one way a household changes, and the one way others hear of it: the whole of it, under a higher version.
 *
 * Members are locked before households (see `people/lock-members.command.ts`).
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import { isId } from '../../../shared/values/ids.js';
import type { Household } from './household.js';
import { HouseholdStore } from './household.store.js';

/** Gives the household of an id, locked; null for none, and for a text that is no id. */
export async function lockHousehold(transaction: Transaction, id: string): Promise<Household | null> {
  return isId(id) ? new HouseholdStore(transaction).locked(id) : null;
}

/** Gives the household in which a locked member sits, locked; null when it sits in none. */
export async function lockHouseholdOf(transaction: Transaction, memberId: string): Promise<Household | null> {
  const households = new HouseholdStore(transaction);
  const id = await households.idOfMember(memberId);
  return id === null ? null : households.locked(id);
}

/** Tells whether a locked member sits in some household. */
export async function isSeated(transaction: Transaction, memberId: string): Promise<boolean> {
  return (await new HouseholdStore(transaction).idOfMember(memberId)) !== null;
}

/** Writes a household that was decided before. It is new, or locked in this transaction. */
export async function changeHousehold(
  transaction: Transaction,
  household: Household,
  occurredAt: Date,
): Promise<void> {
  await new HouseholdStore(transaction).save(household);
  const { id: householdId, version } = household;
  const members = household.seats.map(({ memberId, monthlyDrawLimit, joinedAt }) => ({
    memberId,
    monthlyDrawLimit,
    joinedAt,
  }));
  await tell(transaction, [
    {
      id: newId(),
      type: 'members.household-changed.1',
      key: householdId,
      occurredAt,
      data: { householdId, version, members },
    },
  ]);
}
