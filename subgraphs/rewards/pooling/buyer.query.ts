/** Finds who stands at the tills for firms, and what each spent of its points this month. */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { Buyer } from './buyer-limit.js';

type BuyerRow = Buyer & { readonly cardNumber: string };

/**
 * Gives the buyer that each card names; null for a card of a person, and where the till named no card.
 *
 * Who left is still known by the card and may spend nothing: the till may have found the card a moment before. Counted
 * is what her open holds keep and her captures spent, reversals taken off. The firms' wallets must be locked.
 */
export async function buyersOf(
  runner: SqlRunner,
  cardNumbers: readonly (string | null)[],
  since: Date,
): Promise<readonly (Buyer | null)[]> {
  const named = cardNumbers.filter((card) => card !== null);
  if (named.length === 0) return cardNumbers.map(() => null);
  const found = await rows<BuyerRow>(
    runner,
    prepared(`select card_number as "cardNumber", buyer_id as "buyerId",
       case when is_active then monthly_spend_limit else 0 end as "monthlySpendLimit",
       (select coalesce(sum(case when state = 'HELD' then points else captured_points end
            - (select coalesce(sum(back.points), 0) from capture join capture_reversal as back
                on back.capture_id = capture.id where capture.hold_id = hold.id)), 0)::bigint
        from hold where hold.buyer_id = buyer_copy.buyer_id and held_at >= $2) as spent
     from buyer_copy where card_number = any($1::text[])`),
    [named, since],
  );
  return cardNumbers.map((card) => {
    const row = found.find(({ cardNumber }) => cardNumber === card);
    if (row === undefined) return null;
    const { buyerId, monthlySpendLimit, spent } = row;
    return { buyerId, monthlySpendLimit, spent };
  });
}
