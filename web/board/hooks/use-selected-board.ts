/**
 * Which board is looked at. It is kept in the address, so that a board can be bookmarked, shown on a wall
 * and sent on.
 */
import { useState } from 'react';
import type { Leaderboard } from '../graph/model.js';

export function useSelectedBoard(
  leaderboards: readonly Leaderboard[],
): readonly [Leaderboard | null, (board: Leaderboard) => void] {
  const [code, setCode] = useState(() => decodeURIComponent(window.location.hash.slice(1)));
  const select = (board: Leaderboard): void => {
    window.history.replaceState(null, '', `#${encodeURIComponent(board.code)}`);
    setCode(board.code);
  };
  const selected = leaderboards.find((board) => board.code === code) ?? leaderboards[0] ?? null;
  return [selected, select];
}
