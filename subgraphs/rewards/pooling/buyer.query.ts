/** Finds who stands at the till for a firm, and what she spent of its points this month. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { Buyer } from './buyer-limit.js';

/**
 * Gives the buyer that a card names; null for a card of a person, and where the till named no card.
 *
 * Counted is what her open holds keep and her captures spent, reversals taken off. The firm's wallet must be locked.
 */
export async function buyerOf(
  runner: SqlRunner,
  cardNumber: string | null,
  since: Date,
): Promise<Buyer | null> {
  if (cardNumber === null) return null;
  const [found] = await rows<Buyer>(
    runner,
    `select buyer_id as "buyerId", monthly_spend_limit as "monthlySpendLimit",
       (select coalesce(sum(case when state = 'HELD' then points else captured_points end
            - (select coalesce(sum(back.points), 0) from capture join capture_reversal as back on back.capture_id = capture.id
               where capture.hold_id = hold.id)), 0)::bigint
        from hold where hold.buyer_id = buyer_copy.buyer_id and held_at >= $2) as spent
     from buyer_copy where card_number = $1 and is_active`,
    [cardNumber, since],
  );
  return found ?? null;
}
