/**
 * The log of facts on PostgreSQL: append, and read again in pages.
 *
 * Every read of a fact also gives what was known of its purchase before it, because that is what a board needs to
 * count it.
 */
import { rows, type SqlRunner, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { MemberId, PartnerId, PurchaseId, StoreId } from '../../../shared/values/ids.js';
import type { FreshFact, GameFact } from './game-fact.js';

interface TallyRow {
  readonly fact_id: string;
  readonly bought: bigint;
  readonly returned: bigint;
}

interface FactRow extends TallyRow {
  readonly sequence: bigint;
  readonly kind: GameFact['kind'];
  readonly purchase_id: PurchaseId;
  readonly member_id: MemberId;
  readonly partner_id: PartnerId;
  readonly store_id: StoreId;
  readonly purchased_at: Date;
  readonly points: bigint;
  readonly quantity: bigint;
}

/** The sums of the facts of one purchase; `before` narrows which of them. */
function tallyOf(purchase: string, before: string): string {
  return `lateral (
    select coalesce(sum(quantity) filter (where kind = 'PURCHASE'), 0) as bought,
           coalesce(sum(quantity) filter (where kind = 'RETURN'), 0) as returned
    from game_fact earlier where earlier.purchase_id = ${purchase} ${before}) tally`;
}

/**
 * Appends the facts that are new and gives those, in their order, each with what was known of its purchase before the
 * batch.
 *
 * One statement: its reading part does not see its own writing, which is exactly "before the batch".
 */
export async function appendFacts(
  transaction: Transaction,
  facts: readonly GameFact[],
): Promise<FreshFact[]> {
  const kept = await rows<TallyRow>(
    transaction,
    `with fresh as (
       insert into game_fact
         (fact_id, kind, purchase_id, member_id, partner_id, store_id, purchased_at, points, quantity)
       select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[],
         $7::timestamptz[], $8::bigint[], $9::bigint[])
       on conflict do nothing
       returning fact_id, purchase_id)
     select fresh.fact_id, tally.bought, tally.returned from fresh cross join ${tallyOf('fresh.purchase_id', '')}`,
    [
      facts.map((fact) => fact.factId),
      facts.map((fact) => fact.kind),
      facts.map((fact) => fact.purchaseId),
      facts.map((fact) => fact.memberId),
      facts.map((fact) => fact.partnerId),
      facts.map((fact) => fact.storeId),
      facts.map((fact) => fact.purchasedAt),
      facts.map((fact) => fact.points),
      facts.map((fact) => fact.quantity),
    ],
  );
  const tallies = new Map(kept.map((row) => [row.fact_id, row]));
  return facts.flatMap((fact) => {
    const tally = tallies.get(fact.factId);
    // The same fact twice in one batch was appended once, so it is taken once.
    if (tally === undefined || !tallies.delete(fact.factId)) return [];
    return [{ ...fact, before: { bought: tally.bought, returned: tally.returned } }];
  });
}

/** Gives up to `limit` facts after a sequence number, each with what was known of its purchase before it. */
export async function readFacts(
  runner: SqlRunner,
  after: bigint,
  limit: number,
): Promise<{ readonly facts: FreshFact[]; readonly last: bigint | null }> {
  const found = await rows<FactRow>(
    runner,
    `select fact.*, tally.bought, tally.returned from game_fact fact
     cross join ${tallyOf('fact.purchase_id', 'and earlier.sequence < fact.sequence')}
     where fact.sequence > $1 order by fact.sequence limit $2`,
    [after, limit],
  );
  const facts = found.map((row) => ({
    factId: row.fact_id,
    kind: row.kind,
    purchaseId: row.purchase_id,
    memberId: row.member_id,
    partnerId: row.partner_id,
    storeId: row.store_id,
    purchasedAt: row.purchased_at,
    points: row.points,
    quantity: row.quantity,
    before: { bought: row.bought, returned: row.returned },
  }));
  return { facts, last: found.at(-1)?.sequence ?? null };
}

/** Forgets every fact, for those who are about to hear the whole topic again. */
export async function forgetFacts(transaction: Transaction): Promise<void> {
  await rows(transaction, 'delete from game_fact');
}
