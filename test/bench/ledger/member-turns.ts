/**
 * Whose turn it is: members at random among all, so that caches help as little as in life, and never two callers at one
 * member.
 */
import { PURCHASE_EVERY } from './names.js';

/** Gives a member for a caller. */
export function anyMember(members: number, callers: number): (caller: number) => number {
  const share = Math.floor(members / callers);
  return (caller) => Math.floor(Math.random() * share) * callers + caller;
}

/** Gives a member who has goods to bring back. */
export function anyBuyer(members: number, callers: number): (caller: number) => number {
  const next = anyMember(Math.floor(members / PURCHASE_EVERY), callers);
  return (caller) => next(caller) * PURCHASE_EVERY;
}
