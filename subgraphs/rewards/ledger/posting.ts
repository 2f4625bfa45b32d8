/**
 * Postings: the legs of an entry, and the accounts they land on.
 *
 * The postings of an entry sum to zero in each unit, in points and in every currency; nothing is made from
 * nothing. A leg on a member's account names its lot; the legs without one are the member's debt. So every lot and
 * every debt is a fold of postings.
 */
import type { LotId, MemberId, PartnerId } from '../../../shared/values/ids.js';

export const POINTS_UNIT = 'PTS';

export interface Posting {
  readonly account: string;
  readonly unit: string;
  readonly amount: bigint;
  readonly lotId: LotId | null;
}

/**
 * The chart of accounts. A balance of a partner or of the operator is a fold of postings: no row of theirs is hot.
 */
export const accounts = {
  /** What the coalition owes a member, in points. */
  member: (id: MemberId) => `member:${id}`,
  /** Points that a partner put into the world (negative) less what came back to it by returns. */
  issuance: (id: PartnerId) => `issuance:${id}`,
  /** Points that members spent at a partner. */
  redemption: (id: PartnerId) => `redemption:${id}`,
  /** What a partner owes the coalition, in money; below zero what it is owed. */
  receivable: (id: PartnerId) => `receivable:${id}`,
  /** Money put aside for points still unspent. */
  pointsFund: 'points-fund',
  /** Units that lapsed unspent, by their issuer; cancelled ones of a purchase go back to issuance. */
  lapsed: (id: PartnerId) => `lapsed:${id}`,
  /** Units that became something else: an item, a donation. */
  converted: 'converted',
  /** On their way from one member to another; zero whenever nothing is on its way. */
  transit: 'transit',
  /** The operator's income. */
  operatorFee: 'operator-fee',
} as const;

export function posting(account: string, unit: string, amount: bigint, lotId: LotId | null = null): Posting {
  return { account, unit, amount, lotId };
}

/**
 * Gives the postings of an entry without the legs of zero.
 *
 * @throws Error when a unit does not sum to zero: a fault of ours that must never reach the ledger
 */
export function balanced(postings: readonly Posting[]): readonly Posting[] {
  const sums = new Map<string, bigint>();
  for (const { unit, amount } of postings) sums.set(unit, (sums.get(unit) ?? 0n) + amount);
  for (const [unit, sum] of sums) {
    if (sum !== 0n) throw new Error(`postings do not balance: ${unit} sums to ${sum}`);
  }
  return postings.filter(({ amount }) => amount !== 0n);
}
