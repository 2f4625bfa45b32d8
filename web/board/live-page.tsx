/** The whole page: who the coalition is, its boards, and the one that is looked at. */
import { BoardTabs } from './board-tabs.js';
import { ConnectionBadge } from './connection-badge.js';
import type { LiveGraph } from './graph/live-graph.js';
import { useCoalition } from './hooks/use-coalition.js';
import { useConnection } from './hooks/use-connection.js';
import { useSelectedBoard } from './hooks/use-selected-board.js';
import { LiveBoard } from './live-board.js';
import { Notice } from './notice.js';
import { PartnerList } from './partner-list.js';

export function LivePage({ live }: { readonly live: LiveGraph }) {
  const connection = useConnection(live);
  const { coalition, failure, retry } = useCoalition(connection);
  const { leaderboards, partners } = coalition ?? { leaderboards: [], partners: [] };
  const [board, select] = useSelectedBoard(leaderboards);
  // Without a board there is nothing to follow and no line to speak of: the page only asks again now and then.
  const isFollowing = board !== null || coalition === null || failure !== null;
  return (
    <div className="page">
      <header className="masthead">
        <img className="mark" src="/mark.svg" alt="" width="44" height="44" />
        <div>
          <h1>Coalition</h1>
          <p className="motto">One currency, one game, every brand.</p>
        </div>
        {isFollowing && <ConnectionBadge connection={failure === null ? connection : 'reconnecting'} />}
      </header>
      <main>
        {board === null ? (
          <Waiting isKnown={coalition !== null} failure={failure} retry={retry} />
        ) : (
          <>
            <BoardTabs leaderboards={leaderboards} selected={board} select={select} />
            <LiveBoard key={board.id} board={board} live={live} />
          </>
        )}
      </main>
      <aside>
        <PartnerList partners={partners} />
        <section className="card invitation">
          <h2>Ask the graph yourself</h2>
          <p>Everything on this page comes from the public graph, over HTTP and a live subscription.</p>
          <a className="button" href="/playground/">
            Open the playground
          </a>
        </section>
      </aside>
    </div>
  );
}

interface WaitingProps {
  readonly isKnown: boolean;
  readonly failure: string | null;
  readonly retry: () => void;
}

function Waiting({ isKnown, failure, retry }: WaitingProps) {
  if (failure !== null) {
    return (
      <Notice
        title="The coalition cannot be reached"
        tone="trouble"
        action={{ text: 'Try again', run: retry }}
      >
        This page keeps trying by itself. What went wrong: {failure}
      </Notice>
    );
  }
  if (!isKnown) return <Notice title="Opening the board" isBusy />;
  return (
    <Notice title="No board is open yet">
      As soon as the operator opens a leaderboard, it appears here by itself.
    </Notice>
  );
}
