/** What a purchase and a return are worth on a board. */
import { describe, expect, it } from 'vitest';
import { scoreChanges } from '../../../subgraphs/gamification/projection/scoring.js';
import { board, bought, factOf, freshFacts, type GameEvent, idOf, returned } from './game-world.js';

const points = board('points', { metric: 'POINTS_EARNED', window: 'MONTH' });
const purchases = board('purchases', { metric: 'PURCHASES', window: 'MONTH' });
const bread = { purchase: 'bread', member: 'ada', at: '2026-11-30T22:30:00Z', points: 30, quantity: 3 };

function changesOf(target: typeof points, ...events: GameEvent[]) {
  return scoreChanges([target], freshFacts(events.map(factOf))).map(({ windowKey, delta, reachedAt }) => ({
    windowKey,
    delta,
    reachedAt: reachedAt?.toISOString() ?? null,
  }));
}

const reachedAt = '2026-11-30T22:30:00.000Z';

describe('a board of points', () => {
  it('gives a purchase its points in the window of the purchase', () => {
    expect(changesOf(points, bought(bread))).toEqual([{ windowKey: '2026-11', delta: 30n, reachedAt }]);
  });

  it('takes the points of a return back in the window of the purchase, not of the return', () => {
    const back = returned({ ...bread, return: 'r', points: 10, quantity: 1 });
    expect(changesOf(points, back)).toEqual([{ windowKey: '2026-11', delta: -10n, reachedAt: null }]);
  });

  it('does not notice a purchase that gave no points', () => {
    expect(changesOf(points, bought({ ...bread, points: 0 }))).toEqual([]);
  });
});

describe('a board of purchases', () => {
  const part = returned({ ...bread, return: 'part', points: 10, quantity: 1 });
  const rest = returned({ ...bread, return: 'rest', points: 20, quantity: 2 });

  it('counts a purchase once, whatever it gave', () => {
    const free = bought({ ...bread, points: 0 });
    expect(changesOf(purchases, free)).toEqual([{ windowKey: '2026-11', delta: 1n, reachedAt }]);
  });

  it('keeps a purchase of which a part came back', () => {
    expect(changesOf(purchases, bought(bread), part)).toEqual([
      { windowKey: '2026-11', delta: 1n, reachedAt },
    ]);
  });

  it('drops a purchase when the last unit came back', () => {
    expect(changesOf(purchases, bought(bread), part, rest)[0]?.delta).toBe(0n);
  });

  it('never counts a purchase whose returns were heard first', () => {
    expect(changesOf(purchases, rest, part, bought(bread))).toEqual([
      { windowKey: '2026-11', delta: 0n, reachedAt },
    ]);
  });
});

describe('a batch', () => {
  it('takes a fact once, however often and under whatever event it is told', () => {
    const twice = [bought(bread), bought(bread, 'told again'), bought(bread)];
    expect(changesOf(points, ...twice)[0]?.delta).toBe(30n);
  });

  it('gives one change for each board, window and member, in one order', () => {
    const facts = ['zoe', 'ada', 'zoe', 'eve'].map((member, index) =>
      factOf(bought({ ...bread, purchase: `p${index}`, member })),
    );
    const changes = scoreChanges([purchases, points], freshFacts(facts));
    const places = changes.map((change) => `${change.leaderboardId} ${change.windowKey} ${change.memberId}`);
    expect(places).toEqual([...new Set(places)].sort());
    expect(changes).toHaveLength(6);
    expect(
      changes.find((change) => change.memberId === idOf('zoe') && change.leaderboardId === points.id)?.delta,
    ).toBe(60n);
  });
});
