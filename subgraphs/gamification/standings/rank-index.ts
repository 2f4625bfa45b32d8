/**
 * What is asked of the ranks of boards, whichever engine holds them.
 *
 * An instance that nobody scored in has version 0, no participants and no rows; a member below or at zero
 * stands nowhere.
 */
import type { LeaderboardId, MemberId } from '../../../shared/values/ids.js';
import type { RankedRow, ScoreRow } from './ranking.js';

export interface BoardInstance {
  readonly leaderboardId: LeaderboardId;
  readonly windowKey: string;
}

export interface PageWanted extends BoardInstance {
  /** The page begins after this row; null for the top. */
  readonly after: ScoreRow | null;
  readonly size: number;
}

export interface BoardPage {
  /** Grows with every batch that changed the instance; told by the same read as the rows. */
  readonly version: bigint;
  readonly participantCount: bigint;
  readonly rows: readonly RankedRow[];
}

export interface BoardPlace extends BoardInstance {
  readonly memberId: MemberId;
}

export interface InstanceState {
  readonly windowKey: string;
  readonly version: bigint;
  readonly participantCount: bigint;
}

export interface RankIndex {
  pages(wanted: readonly PageWanted[]): Promise<BoardPage[]>;
  /** Each at its question's place; null for a member who does not stand there. */
  places(wanted: readonly BoardPlace[]): Promise<(RankedRow | null)[]>;
  /** The member's row and up to `reach` rows on each side, in order; empty when the member does not stand there. */
  neighbours(place: BoardPlace, reach: number): Promise<readonly RankedRow[]>;
  /** Instances in which something was ever counted, the latest first, beginning before a key. */
  instances(
    leaderboardId: LeaderboardId,
    before: string | null,
    limit: number,
  ): Promise<readonly InstanceState[]>;
}

/** Before every row that can be: lower than any negated score, earlier than any instant. */
const BEFORE_ALL = {
  negScore: -(2n ** 63n),
  reachedAt: '-infinity',
  memberId: '00000000-0000-0000-0000-000000000000',
} as const;

/** Gives the sort key after which a page begins. */
export function cursorAfter(row: ScoreRow | null): {
  readonly negScore: bigint;
  readonly reachedAt: string;
  readonly memberId: string;
} {
  if (row === null) return BEFORE_ALL;
  return { negScore: -row.score, reachedAt: row.reachedAt.toISOString(), memberId: row.memberId };
}
