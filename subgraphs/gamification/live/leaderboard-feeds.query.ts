/**
 * All boards that are followed in this process. A board is followed once for each size, however many follow.
 *
 * The bus is heard only while someone follows; when the last one left, nothing of it remains.
 */
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import { Feed } from '../../../shared/platform/live/feed.js';
import { Hearing } from '../../../shared/platform/live/hearing.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { Leaderboard } from '../boards/leaderboard.js';
import { windowKey } from '../boards/window-key.js';
import { LEADERBOARD_SIGNAL } from '../projection/changed-signal.js';
import type { BoardPage } from '../standings/rank-index.js';
import { boardTop } from '../standings/standings.query.js';

/** The state of a board at one moment. */
export interface BoardFrame extends BoardPage {
  readonly board: Leaderboard;
  readonly windowKey: string;
}

export interface FeedDependencies {
  readonly database: DataSource;
  readonly bus: Pick<EventBus, 'onSignal'>;
  readonly clock: Clock;
  readonly log: Logger;
}

interface OpenFeed {
  readonly leaderboardId: string;
  readonly feed: Feed<BoardFrame>;
}

export class LeaderboardFeeds {
  private readonly open = new Map<string, OpenFeed>();
  private readonly hearing: Hearing;

  constructor(private readonly dependencies: FeedDependencies) {
    const { bus, log } = dependencies;
    const onSignal = (leaderboardId: string) => this.wake(leaderboardId);
    this.hearing = new Hearing({ bus, log, signal: LEADERBOARD_SIGNAL, onSignal });
  }

  /** How many boards and sizes are followed now. */
  get openCount(): number {
    return this.open.size;
  }

  /** Follows the top of a board. Rejects when the bus cannot be heard; then nothing is left behind. */
  async follow(board: Leaderboard, size: number): Promise<AsyncIterableIterator<BoardFrame>> {
    const { feed } = this.feedOf(board, size);
    const follower = feed.follow();
    try {
      await this.hearing.begin();
    } catch (fault) {
      await follower.return();
      throw fault;
    }
    // Only now: what changes after this read is heard.
    feed.wake();
    return follower;
  }

  private feedOf(board: Leaderboard, size: number): OpenFeed {
    const name = `${board.id} ${size}`;
    const known = this.open.get(name);
    if (known !== undefined) return known;
    const { database, clock, log } = this.dependencies;
    const currentWindowKey = () => windowKey(clock.now(), board.window, board.timeZone);
    const feed = new Feed<BoardFrame>({
      isNews: (known, { windowKey: key, version }) => known.windowKey !== key || known.version < version,
      isOver: (known) => known.windowKey !== currentWindowKey(),
      read: async () => {
        const key = currentWindowKey();
        return {
          board,
          windowKey: key,
          ...(await boardTop(database, { leaderboardId: board.id, windowKey: key }, size)),
        };
      },
      onFault: (fault) =>
        log.warn({ leaderboardId: board.id, err: fault }, 'a followed board could not be read'),
      onLastLeft: () => this.close(name),
    });
    const opened = { leaderboardId: board.id, feed };
    this.open.set(name, opened);
    return opened;
  }

  private wake(leaderboardId: string): void {
    for (const opened of this.open.values()) if (opened.leaderboardId === leaderboardId) opened.feed.wake();
  }

  private close(name: string): void {
    this.open.delete(name);
    if (this.open.size === 0) this.hearing.end();
  }
}
