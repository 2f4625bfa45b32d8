/**
 * From facts to changes of scores: the one rule by which every board counts, live, filled from history or rebuilt.
 *
 * Scores are signed sums and are never clamped, and `reachedAt` is a maximum; both commute, so any order of the same
 * facts gives the same board. A score below zero can only mean that a return was heard before its purchase.
 */
import type { LeaderboardId, MemberId } from '../../../shared/values/ids.js';
import type { Leaderboard, LeaderboardMetric } from '../boards/leaderboard.js';
import { windowKey } from '../boards/window-key.js';
import type { FreshFact, GameFact } from '../history/game-fact.js';
import { type PurchaseTally, purchasesCounted, tallyAfter } from '../history/purchase-tally.js';

export interface ScoreChange {
  readonly leaderboardId: LeaderboardId;
  readonly windowKey: string;
  readonly memberId: MemberId;
  readonly delta: bigint;
  /** When the latest purchase that raises this score was made; null when only returns were heard. */
  readonly reachedAt: Date | null;
}

type CountingBoard = Pick<Leaderboard, 'id' | 'metric' | 'window' | 'timeZone'>;

/** What one fact is worth on a board of each metric. */
type Worth = Readonly<Record<LeaderboardMetric, { readonly delta: bigint; readonly isRaise: boolean }>>;

function worthOf(fact: GameFact, before: PurchaseTally, after: PurchaseTally): Worth {
  const isPurchase = fact.kind === 'PURCHASE';
  return {
    POINTS_EARNED: {
      delta: isPurchase ? fact.points : -fact.points,
      isRaise: isPurchase && fact.points > 0n,
    },
    // A purchase marks its instant even if a return heard earlier already undid it: else the order would show.
    PURCHASES: { delta: purchasesCounted(after) - purchasesCounted(before), isRaise: isPurchase },
  };
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one.getTime() >= other.getTime() ? one : other;
}

function merged(change: ScoreChange, earlier: ScoreChange | undefined): ScoreChange {
  if (earlier === undefined) return change;
  return {
    ...change,
    delta: earlier.delta + change.delta,
    reachedAt: later(earlier.reachedAt, change.reachedAt),
  };
}

/**
 * Gives the changes of a batch of facts on all boards, one for each (board, window, member), sorted by them.
 *
 * The order is the order in which rows are locked, so that two writers can never wait for each other.
 */
export function scoreChanges(boards: readonly CountingBoard[], facts: readonly FreshFact[]): ScoreChange[] {
  const changes = new Map<string, ScoreChange>();
  const tallies = new Map<string, PurchaseTally>();
  for (const fact of facts) {
    const before = tallies.get(fact.purchaseId) ?? fact.before;
    const after = tallyAfter(before, fact);
    tallies.set(fact.purchaseId, after);
    const worth = worthOf(fact, before, after);
    for (const board of boards) {
      const { delta, isRaise } = worth[board.metric];
      if (delta === 0n && !isRaise) continue;
      const key = windowKey(fact.purchasedAt, board.window, board.timeZone);
      const place = `${board.id} ${key} ${fact.memberId}`;
      const change: ScoreChange = {
        leaderboardId: board.id,
        windowKey: key,
        memberId: fact.memberId,
        delta,
        reachedAt: isRaise ? fact.purchasedAt : null,
      };
      changes.set(place, merged(change, changes.get(place)));
    }
  }
  return [...changes.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
}
