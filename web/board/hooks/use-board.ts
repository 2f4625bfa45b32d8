/**
 * Follows one board live: its newest state, and when it last moved.
 *
 * A frame of the version that is already on screen, such as the first one after a reconnection, is not a
 * change.
 */
import { useEffect, useState } from 'react';
import type { LiveGraph } from '../graph/live-graph.js';
import type { BoardState } from '../graph/model.js';
import { BOARD } from '../graph/operations.js';

export interface FollowedBoard {
  readonly state: BoardState | null;
  /**
   * Null until it moves before the eyes of the reader: the first frame tells what is, not when it came to
   * be.
   */
  readonly changedAt: number | null;
  readonly refusal: string | null;
}

const NOTHING: FollowedBoard = { state: null, changedAt: null, refusal: null };

export function useBoard(live: LiveGraph, id: string): FollowedBoard {
  const [followed, setFollowed] = useState(NOTHING);
  useEffect(
    () =>
      live.follow<{ readonly leaderboardChanged: BoardState }>(
        BOARD,
        { id },
        {
          next: ({ leaderboardChanged }) => setFollowed((before) => after(before, leaderboardChanged)),
          refused: (refusal) => setFollowed((before) => ({ ...before, refusal })),
        },
      ),
    [live, id],
  );
  return followed;
}

function after(before: FollowedBoard, state: BoardState): FollowedBoard {
  const { state: shown, changedAt } = before;
  if (shown === null) return { state, changedAt, refusal: null };
  const isSame = String(shown.version) === String(state.version) && shown.windowKey === state.windowKey;
  return { state, changedAt: isSame ? changedAt : Date.now(), refusal: null };
}
