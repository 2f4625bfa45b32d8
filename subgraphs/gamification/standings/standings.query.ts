/**
 * Reads of places, batched: however many boards and members a request asks for, each kind of question is one
 * statement.
 */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { LeaderboardId, MemberId } from '../../../shared/values/ids.js';
import type { Leaderboard } from '../boards/leaderboard.js';
import { allLeaderboards } from '../boards/leaderboards.query.js';
import { windowKey } from '../boards/window-key.js';
import type { BoardInstance, BoardPage, BoardPlace, InstanceState, PageWanted } from './rank-index.js';
import { aroundSlice, type RankedRow } from './ranking.js';
import { StandingStore } from './standing.store.js';

const PAGES = Symbol('pages of boards');
const PLACES = Symbol('places on boards');
const BOARDS = Symbol('all boards');

function pageKey({ leaderboardId, windowKey: key, after, size }: PageWanted): string {
  const cursor = after === null ? '' : `${after.score} ${after.reachedAt.getTime()} ${after.memberId}`;
  return `${leaderboardId} ${key} ${size} ${cursor}`;
}

/** Gives a page of an instance with its version and its number of participants, as they were at one moment. */
export function boardPage(
  database: DataSource,
  context: RequestContext,
  wanted: PageWanted,
): Promise<BoardPage> {
  const loader = context.perRequest(
    PAGES,
    () =>
      new DataLoader<PageWanted, BoardPage, string>(
        (pages) => new StandingStore(database.manager).pages(pages),
        {
          cacheKeyFn: pageKey,
        },
      ),
  );
  return loader.load(wanted);
}

/** The same read outside any request, for what is pushed. */
export async function boardTop(
  database: DataSource,
  instance: BoardInstance,
  size: number,
): Promise<BoardPage> {
  const [page] = await new StandingStore(database.manager).pages([{ ...instance, after: null, size }]);
  if (page === undefined) throw new Error('one page was asked for');
  return page;
}

export function memberPlace(
  database: DataSource,
  context: RequestContext,
  place: BoardPlace,
): Promise<RankedRow | null> {
  const loader = context.perRequest(
    PLACES,
    () =>
      new DataLoader<BoardPlace, RankedRow | null, string>(
        (places) => new StandingStore(database.manager).places(places),
        { cacheKeyFn: (wanted) => `${wanted.leaderboardId} ${wanted.windowKey} ${wanted.memberId}` },
      ),
  );
  return loader.load(place);
}

export interface PlaceOnBoard {
  readonly board: Leaderboard;
  readonly windowKey: string;
  readonly row: RankedRow;
}

/** Gives where a member stands now, board by board; boards where they do not stand are left out. */
export async function currentPlaces(
  database: DataSource,
  context: RequestContext,
  memberId: MemberId,
): Promise<PlaceOnBoard[]> {
  const boards = await context.perRequest(BOARDS, () => allLeaderboards(database.manager));
  const now = context.clock.now();
  const places = await Promise.all(
    boards.map(async (board) => {
      const key = windowKey(now, board.window, board.timeZone);
      const row = await memberPlace(database, context, { leaderboardId: board.id, windowKey: key, memberId });
      return row === null ? [] : [{ board, windowKey: key, row }];
    }),
  );
  return places.flat();
}

/** Gives the rows around a member, shifted at the edges of the board; none for a member who does not stand there. */
export async function rowsAround(
  database: DataSource,
  place: BoardPlace,
  radius: number,
): Promise<readonly RankedRow[]> {
  const near = await new StandingStore(database.manager).neighbours(place, 2 * radius);
  const own = near.findIndex((row) => row.memberId === place.memberId);
  return own === -1 ? [] : aroundSlice(near, { own, radius });
}

export function boardInstances(
  database: DataSource,
  leaderboardId: LeaderboardId,
  page: { readonly before: string | null; readonly limit: number },
): Promise<readonly InstanceState[]> {
  return new StandingStore(database.manager).instances(leaderboardId, page.before, page.limit);
}
