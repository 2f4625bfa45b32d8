/** Places with ties, and the slice of a board around a member. */
import { describe, expect, it } from 'vitest';
import type { MemberId } from '../../../shared/values/ids.js';
import { aroundSlice, rankRows } from '../../../subgraphs/gamification/standings/ranking.js';

const scored = (...scores: number[]) =>
  scores.map((score, index) => ({
    memberId: `m${index}` as MemberId,
    score: BigInt(score),
    reachedAt: new Date(0),
  }));
const ranks = (...args: Parameters<typeof rankRows>) => rankRows(...args).map((row) => row.rank);

describe('ranks', () => {
  it('are shared by equal scores, and the next one is skipped', () => {
    expect(ranks(scored(9, 7, 7, 5), { higher: 0, before: 0 })).toEqual([1, 2, 2, 4]);
  });

  it('are all first when all are equal', () => {
    expect(ranks(scored(7, 7, 7), { higher: 0, before: 0 })).toEqual([1, 1, 1]);
  });

  it('go on over the edge of a page inside a tie', () => {
    // Before this page: 9, 7, 7. The page begins with the third 7.
    expect(ranks(scored(7, 5, 5), { higher: 1, before: 3 })).toEqual([2, 5, 5]);
  });

  it('of no rows are none', () => {
    expect(rankRows([], { higher: 0, before: 0 })).toEqual([]);
  });
});

describe('the rows around a member', () => {
  const board = [...'abcdefghij'];
  it.each([
    ['a', 'abcde'],
    ['b', 'abcde'],
    ['e', 'cdefg'],
    ['i', 'fghij'],
    ['j', 'fghij'],
  ])('of %s are %s', (own, shown) => {
    expect(aroundSlice(board, { own: board.indexOf(own), radius: 2 }).join('')).toBe(shown);
  });

  it('are the whole board when it is small', () => {
    expect(aroundSlice(['a', 'b'], { own: 1, radius: 2 })).toEqual(['a', 'b']);
  });
});
