/**
 * What the game remembers of a purchase or a return: one small normalised fact, kept for ever, from which every board
 * can be filled again.
 *
 * A fact is known by the id of the purchase or of the return itself, so a fact that is told twice, even as two
 * events, is one fact. A return carries the instant of its purchase: it counts in the window in which the purchase
 * counted.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { MemberId, PartnerId, PurchaseId, StoreId } from '../../../shared/values/ids.js';
import type { PurchaseTally } from './purchase-tally.js';

export interface GameFact {
  readonly factId: string;
  readonly kind: 'PURCHASE' | 'RETURN';
  readonly purchaseId: PurchaseId;
  readonly memberId: MemberId;
  readonly partnerId: PartnerId;
  readonly storeId: StoreId;
  readonly purchasedAt: Date;
  /** Points given by the purchase, or taken back by the return; never negative. */
  readonly points: bigint;
  /** Units bought, or units given back. */
  readonly quantity: bigint;
}

/** A fact heard for the first time, with what was known of its purchase before it or before the batch it came in. */
export interface FreshFact extends GameFact {
  readonly before: PurchaseTally;
}

type Recorded = DomainEvent<'rewards.purchase-recorded.1'>;
type Returned = DomainEvent<'rewards.purchase-returned.1'>;

/** Ids are compared as text with those that PostgreSQL gives, which are in lower case. */
function idIn<Id extends string>(text: string): Id {
  return text.toLowerCase() as Id;
}

function sharedFacts(data: Recorded['data'] | Returned['data']) {
  return {
    purchaseId: idIn<PurchaseId>(data.purchaseId),
    memberId: idIn<MemberId>(data.memberId),
    partnerId: idIn<PartnerId>(data.partnerId),
    storeId: idIn<StoreId>(data.storeId),
    purchasedAt: data.purchasedAt,
    points: data.points,
    quantity: data.lines.reduce((sum, line) => sum + BigInt(line.quantity), 0n),
  };
}

export function factOfPurchase(event: Recorded): GameFact {
  return { factId: idIn(event.data.purchaseId), kind: 'PURCHASE', ...sharedFacts(event.data) };
}

export function factOfReturn(event: Returned): GameFact {
  return { factId: idIn(event.data.returnId), kind: 'RETURN', ...sharedFacts(event.data) };
}
