/** Small facts for tests of the game: members, boards and purchases by short names. */
import { createHash } from 'node:crypto';
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { LeaderboardId } from '../../../shared/values/ids.js';
import type { Leaderboard } from '../../../subgraphs/gamification/boards/leaderboard.js';
import {
  type FreshFact,
  factOfPurchase,
  factOfReturn,
  type GameFact,
} from '../../../subgraphs/gamification/history/game-fact.js';
import { type PurchaseTally, tallyAfter } from '../../../subgraphs/gamification/history/purchase-tally.js';
import { scoreChanges } from '../../../subgraphs/gamification/projection/scoring.js';

/** The same id for the same name, in the shape of a UUID of version 8. */
export function idOf<Id extends string = string>(name: string): Id {
  const hex = createHash('sha256').update(name).digest('hex');
  const part = (start: number, end: number) => hex.slice(start, end);
  return `${part(0, 8)}-${part(8, 12)}-8${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}` as Id;
}

export interface Bought {
  readonly purchase: string;
  readonly member: string;
  readonly at: string;
  readonly points: number;
  readonly quantity?: number;
}

function shared({ purchase, member, at, points, quantity = 1 }: Bought) {
  const line = { lineNumber: 1, sku: 'bread', quantity, amountMinor: 100n, points: BigInt(points) };
  return {
    purchaseId: idOf(purchase),
    memberId: idOf(member),
    partnerId: idOf('partner'),
    storeId: idOf('store'),
    purchasedAt: new Date(at),
    currency: 'EUR',
    points: BigInt(points),
    lines: [line],
  };
}

/** An event's own id may differ from its fact: the same fact told twice. */
export function bought(
  facts: Bought,
  eventName = facts.purchase,
): DomainEvent<'rewards.purchase-recorded.1'> {
  const data = { ...shared(facts), receiptNumber: facts.purchase, totalMinor: 100n };
  const occurredAt = new Date(facts.at);
  return {
    id: idOf(`event ${eventName}`),
    type: 'rewards.purchase-recorded.1',
    key: data.memberId,
    occurredAt,
    data,
  };
}

export function returned(
  facts: Bought & { readonly return: string },
  eventName = facts.return,
): DomainEvent<'rewards.purchase-returned.1'> {
  const returnedAt = new Date('2026-12-24T12:00:00Z');
  const data = { ...shared(facts), returnId: idOf(facts.return), returnedAt, amountMinor: 100n };
  return {
    id: idOf(`event ${eventName}`),
    type: 'rewards.purchase-returned.1',
    key: data.memberId,
    occurredAt: returnedAt,
    data,
  };
}

export type GameEvent = ReturnType<typeof bought> | ReturnType<typeof returned>;

export function factOf(event: GameEvent): GameFact {
  return event.type === 'rewards.purchase-recorded.1' ? factOfPurchase(event) : factOfReturn(event);
}

export function board(code: string, facts: Pick<Leaderboard, 'metric' | 'window'>): Leaderboard {
  return {
    id: idOf<LeaderboardId>(`board ${code}`),
    code,
    name: code,
    timeZone: 'Europe/Berlin',
    openedAt: new Date('2026-01-01T00:00:00Z'),
    ...facts,
  };
}

/** Takes each fact once and gives it what was known of its purchase before: what the history does in the database. */
export function freshFacts(facts: readonly GameFact[]): FreshFact[] {
  const tallies = new Map<string, PurchaseTally>();
  const known = new Set<string>();
  return facts.flatMap((fact) => {
    if (known.has(fact.factId)) return [];
    known.add(fact.factId);
    const before = tallies.get(fact.purchaseId) ?? { bought: 0n, returned: 0n };
    tallies.set(fact.purchaseId, tallyAfter(before, fact));
    return [{ ...fact, before }];
  });
}

/** Boards as plain text lines, `window member score reachedAt`, made by counting the facts in pieces of `size`. */
export function countedLines(target: Leaderboard, facts: readonly GameFact[], size: number): string[] {
  const scores = new Map<string, { score: bigint; reachedAt: number }>();
  const fresh = freshFacts(facts);
  for (let start = 0; start < fresh.length; start += size) {
    for (const change of scoreChanges([target], fresh.slice(start, start + size))) {
      const place = `${change.windowKey} ${change.memberId}`;
      const old = scores.get(place) ?? { score: 0n, reachedAt: Number.NEGATIVE_INFINITY };
      const reachedAt = Math.max(old.reachedAt, change.reachedAt?.getTime() ?? Number.NEGATIVE_INFINITY);
      scores.set(place, { score: old.score + change.delta, reachedAt });
    }
  }
  return [...scores].map(([place, { score, reachedAt }]) => `${place} ${score} ${reachedAt}`).sort();
}
