/**
 * The boards as tabs, by the pattern of the ARIA guide: one stop of the Tab key, arrows move within, Home
 * and End to the edges.
 */
import { type KeyboardEvent, useRef } from 'react';
import type { Leaderboard } from './graph/model.js';
import { windowWords } from './words.js';

interface BoardTabsProps {
  readonly leaderboards: readonly Leaderboard[];
  readonly selected: Leaderboard;
  readonly select: (board: Leaderboard) => void;
}

export function BoardTabs({ leaderboards, selected, select }: BoardTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const at = landing(event.key, leaderboards.indexOf(selected), leaderboards.length);
    const board = at === null ? undefined : leaderboards[at];
    if (board === undefined) return;
    event.preventDefault();
    select(board);
    list.current?.querySelectorAll('button')[at ?? 0]?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label="Boards" ref={list} onKeyDown={move}>
      {leaderboards.map((board) => (
        <button
          key={board.id}
          type="button"
          role="tab"
          id={`tab-${board.id}`}
          aria-selected={board === selected}
          aria-controls={`board-${board.id}`}
          tabIndex={board === selected ? 0 : -1}
          onClick={() => select(board)}
        >
          <span dir="auto">{board.name}</span>
          <small>{windowWords(board.window)}</small>
        </button>
      ))}
    </div>
  );
}

/** Where a key leads to among so many tabs; null: it is not a key of ours. */
function landing(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (at - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
