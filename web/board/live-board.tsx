/** One board as it moves: its figures, its standings, and in words for those who do not see it, who leads. */
import type { LiveGraph } from './graph/live-graph.js';
import type { BoardState, Leaderboard } from './graph/model.js';
import { useBoard } from './hooks/use-board.js';
import { LastChange } from './last-change.js';
import { Notice } from './notice.js';
import { StandingsTable } from './standings-table.js';
import { metricWords, nameOf, whole, windowKeyWords } from './words.js';

export function LiveBoard({ board, live }: { readonly board: Leaderboard; readonly live: LiveGraph }) {
  const { state, changedAt, refusal } = useBoard(live, board.id);
  return (
    <div role="tabpanel" id={`board-${board.id}`} aria-labelledby={`tab-${board.id}`}>
      {state === null ? (
        <BeforeTheFirst refusal={refusal} />
      ) : (
        <section className="card board">
          <div className="board-head">
            <h2>{windowKeyWords(state.windowKey)}</h2>
            <p>
              {whole(state.participantCount)}{' '}
              {String(state.participantCount) === '1' ? 'member plays' : 'members play'}
            </p>
            <LastChange at={changedAt} />
          </div>
          {state.standings.length === 0 ? (
            <p className="nothing">Nobody stands here yet. The first purchase opens the game.</p>
          ) : (
            <StandingsTable board={board} standings={state.standings} />
          )}
        </section>
      )}
      <p className="unseen" aria-live="polite">
        {state === null ? '' : leader(state, board)}
      </p>
    </div>
  );
}

function BeforeTheFirst({ refusal }: { readonly refusal: string | null }) {
  if (refusal === null) return <Notice title="Opening the board" isBusy />;
  return (
    <Notice title="This board does not answer" tone="trouble">
      It is asked again by itself. What went wrong: {refusal}
    </Notice>
  );
}

/** Names the leader without the score: it is read aloud when the leader changes, not at each purchase. */
function leader({ standings }: BoardState, { name, metric }: Leaderboard): string {
  const first = standings[0];
  return first === undefined ? '' : `${nameOf(first)} leads ${name} by ${metricWords(metric).toLowerCase()}.`;
}
