/** The one way a buyer changes, and the one way others hear of it. */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Buyer } from './organisation.js';
import { OrganisationStore } from './organisation.store.js';

/** Writes a buyer that was decided before. Its member must be locked in this transaction. */
export async function changeBuyer(transaction: Transaction, buyer: Buyer, at: Date): Promise<void> {
  await new OrganisationStore(transaction).changeBuyer(buyer);
  await tellBuyerChanged(transaction, buyer, at);
}

export async function tellBuyerChanged(
  transaction: Transaction,
  buyer: Buyer,
  occurredAt: Date,
): Promise<void> {
  const { id: buyerId, memberId, cardNumber, monthlySpendLimit, isActive, version } = buyer;
  const data = { buyerId, memberId, cardNumber, monthlySpendLimit, isActive, version };
  await tell(transaction, [
    { id: newId(), type: 'members.buyer-changed.1', key: memberId, occurredAt, data },
  ]);
}

/** Tells whose buyers those of these cards are, after the cards moved from one member to another. */
export async function tellBuyersMoved(
  transaction: Transaction,
  cardNumbers: readonly string[],
  at: Date,
): Promise<void> {
  for (const buyer of await new OrganisationStore(transaction).buyersWithCards(cardNumbers)) {
    await changeBuyer(transaction, { ...buyer, version: buyer.version + 1 }, at);
  }
}
