/**
 * Keeps members from changing until the transaction ends: their standing, cards, seat and merges.
 *
 * Whoever changes what belongs to a member locks it first, and a household after its members: one order for all, so
 * that nobody waits in a circle.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { MemberRow } from './member.row.js';
import { MemberStore } from './member.store.js';

/** Gives the members of these ids, each at its id's place, null where there is none. */
export function lockMembers(
  transaction: Transaction,
  ids: readonly string[],
): Promise<readonly (MemberRow | null)[]> {
  return new MemberStore(transaction).locked(ids);
}

/** Gives the member that a card identifies, locked; null for a card of nobody. */
export async function lockMemberOfCard(transaction: Transaction, number: string): Promise<MemberRow | null> {
  const members = new MemberStore(transaction);
  const found = await members.withCard(number);
  if (found === null) return null;
  const [locked = null] = await members.locked([found.id]);
  return locked;
}
