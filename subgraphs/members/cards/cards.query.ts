/** Reads of cards, batched: the cards of a page of members are one statement. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { CardRow } from './card.row.js';
import { CardStore } from './card.store.js';

const CARDS = Symbol('cards by member');

/** Gives a member's cards, oldest first. */
export function cardsOf(database: DataSource, context: RequestContext, memberId: string): Promise<CardRow[]> {
  const loader = context.perRequest(
    CARDS,
    () => new DataLoader<string, CardRow[]>((ids) => new CardStore(database.manager).ofMembers(ids)),
  );
  return loader.load(memberId);
}
