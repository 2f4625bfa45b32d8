/**
 * The ways a card comes, moves and stops, inside a transaction of whoever decided it. The member must be locked.
 *
 * A card number is never used twice and a stopped card never works again.
 */
import { randomInt } from 'node:crypto';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { CardId } from '../../../shared/values/ids.js';
import type { CardRow } from './card.row.js';
import { CardStore } from './card.store.js';
import { CARD_RANDOM_BELOW, cardNumberFrom } from './card-number.js';

/** `randomInt` ends at 2^48, above the ten digits that we need. */
const randomCardNumber = (): string => cardNumberFrom(BigInt(randomInt(Number(CARD_RANDOM_BELOW))));

/** Adds a card with a number that nobody has, and the event that lets every till of the coalition read it. */
export async function addCard(
  transaction: Transaction,
  facts: Pick<CardRow, 'memberId' | 'kind' | 'issuedAt'>,
): Promise<CardRow> {
  const cards = new CardStore(transaction);
  for (;;) {
    const card: CardRow = { id: newId<CardId>(), number: randomCardNumber(), stoppedAt: null, ...facts };
    if (!(await cards.add(card))) continue;
    await tellCardIssued(transaction, card);
    return card;
  }
}

export function stopCard(transaction: Transaction, cardId: string, at: Date): Promise<void> {
  return new CardStore(transaction).stop(cardId, at);
}

/** Gives all cards of one member to another, and their numbers. */
export function moveAllCards(
  transaction: Transaction,
  move: { readonly fromMemberId: string; readonly toMemberId: string },
): Promise<string[]> {
  return new CardStore(transaction).moveAll(move.fromMemberId, move.toMemberId);
}

/** Gives the cards of these numbers to a member. */
export function moveCards(
  transaction: Transaction,
  numbers: readonly string[],
  toMemberId: string,
): Promise<void> {
  return new CardStore(transaction).move(numbers, toMemberId);
}

async function tellCardIssued(transaction: Transaction, card: CardRow): Promise<void> {
  const { id: cardId, memberId, number: cardNumber, kind, issuedAt } = card;
  await tell(transaction, [
    {
      id: newId(),
      type: 'members.card-issued.1',
      key: memberId,
      occurredAt: issuedAt,
      data: { cardId, memberId, cardNumber, kind, issuedAt },
    },
  ]);
}
