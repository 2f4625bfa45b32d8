/**
 * Keeps who pools points with whom and who buys for a firm, as the members subgraph told. A higher version replaces a
 * lower one and never the other way, and hearing twice is hearing once.
 */
import type { EventData } from '../../../shared/contracts/event.js';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';

export async function keepHousehold(
  transaction: Transaction,
  household: EventData<'members.household-changed.1'>,
): Promise<void> {
  const { householdId, version, members } = household;
  const newer = await rows(
    transaction,
    `insert into household_copy (household_id, version) values ($1, $2)
     on conflict (household_id) do update set version = excluded.version
     where household_copy.version < excluded.version returning version`,
    [householdId, version],
  );
  if (newer.length === 0) return;
  await rows(
    transaction,
    'delete from household_member where household_id = $1 and not member_id = any($2::uuid[])',
    [householdId, members.map(({ memberId }) => memberId)],
  );
  // Households tell in no common order: who moved from one to another is where she joined last.
  await rows(
    transaction,
    `insert into household_member (member_id, household_id, monthly_draw_limit, joined_at)
     select member_id, $1::uuid, draw_limit, joined_at
     from unnest($2::uuid[], $3::bigint[], $4::timestamptz[]) as told (member_id, draw_limit, joined_at)
     on conflict (member_id) do update
     set household_id = excluded.household_id, monthly_draw_limit = excluded.monthly_draw_limit,
       joined_at = excluded.joined_at
     where household_member.joined_at <= excluded.joined_at`,
    [
      householdId,
      members.map(({ memberId }) => memberId),
      members.map(({ monthlyDrawLimit }) => monthlyDrawLimit),
      members.map(({ joinedAt }) => joinedAt),
    ],
  );
}

export async function keepBuyer(
  transaction: Transaction,
  buyer: EventData<'members.buyer-changed.1'>,
): Promise<void> {
  const newer = await rows(
    transaction,
    `insert into buyer_copy (buyer_id, member_id, card_number, monthly_spend_limit, is_active, version)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (buyer_id) do update
     set member_id = excluded.member_id, monthly_spend_limit = excluded.monthly_spend_limit,
       is_active = excluded.is_active, version = excluded.version
     where buyer_copy.version < excluded.version returning version`,
    [buyer.buyerId, buyer.memberId, buyer.cardNumber, buyer.monthlySpendLimit, buyer.isActive, buyer.version],
  );
  if (newer.length === 0 || buyer.isActive) return;
  // The card of a buyer who left identifies nobody any more.
  await rows(transaction, 'delete from card_copy where card_number = $1', [buyer.cardNumber]);
}
