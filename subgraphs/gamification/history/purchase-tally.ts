/**
 * How much of one purchase was bought and how much has come back, whichever was heard first.
 *
 * A purchase counts on a board of purchases while at least one unit of it has not come back. Both sums only
 * grow, so the answer depends on the facts alone and not on the order in which they arrived.
 */
export interface PurchaseTally {
  readonly bought: bigint;
  readonly returned: bigint;
}

export function tallyAfter(
  tally: PurchaseTally,
  fact: { readonly kind: 'PURCHASE' | 'RETURN'; readonly quantity: bigint },
): PurchaseTally {
  return fact.kind === 'PURCHASE'
    ? { ...tally, bought: tally.bought + fact.quantity }
    : { ...tally, returned: tally.returned + fact.quantity };
}

/** One while the purchase counts, else zero. */
export function purchasesCounted(tally: PurchaseTally): bigint {
  return tally.returned < tally.bought ? 1n : 0n;
}
