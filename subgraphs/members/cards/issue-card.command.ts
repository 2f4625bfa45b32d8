/** Issues a card to a member, with the event that lets every till of the coalition read it. */
import { randomInt } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { CardId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { CardKind, CardRow } from './card.row.js';
import { CardStore } from './card.store.js';
import { CARD_RANDOM_BELOW, cardNumberFrom } from './card-number.js';

export const CARDS_PER_MEMBER_MAX = 5;

/** `randomInt` ends at 2^48, above the ten digits that we need. */
const randomCardNumber = (): string => cardNumberFrom(BigInt(randomInt(Number(CARD_RANDOM_BELOW))));

export interface MemberNotFound {
  readonly kind: 'MemberNotFound';
  readonly memberId: string;
}

export interface CardLimitReached {
  readonly kind: 'CardLimitReached';
  readonly limit: number;
}

export type IssueCardRefusal = MemberNotFound | CardLimitReached | KeyReused;

export async function issueCard(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly memberId: string;
    readonly cardKind: CardKind;
  },
): Promise<Result<Replayable<{ card: CardRow }>, IssueCardRefusal>> {
  const { caller, key, memberId, cardKind } = request;
  return once(
    database,
    { caller, key, command: 'issueCard', input: { memberId, cardKind } },
    async (transaction): Promise<Result<{ card: CardRow }, IssueCardRefusal>> => {
      const cards = new CardStore(transaction);
      const held = await cards.countLocked(memberId);
      if (held === null) return refused({ kind: 'MemberNotFound' as const, memberId });
      if (held >= CARDS_PER_MEMBER_MAX) {
        return refused({ kind: 'CardLimitReached' as const, limit: CARDS_PER_MEMBER_MAX });
      }
      const card = await addWithFreeNumber(cards, { memberId, kind: cardKind, issuedAt: clock.now() });
      await tellCardIssued(transaction, card);
      return ok({ card });
    },
  );
}

async function addWithFreeNumber(cards: CardStore, facts: Omit<CardRow, 'id' | 'number'>): Promise<CardRow> {
  for (;;) {
    const card: CardRow = { id: newId<CardId>(), number: randomCardNumber(), ...facts };
    if (await cards.add(card)) return card;
  }
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
