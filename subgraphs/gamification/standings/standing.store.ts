/**
 * The ranks of a board, as PostgreSQL tells them. Every method takes many questions and is one statement.
 *
 * A rank is counted over the order index, which is fast to some twenty thousand participants. `RankIndex` is all that
 * the rest knows, so that an engine with constant cost can stand here.
 */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { LeaderboardId, MemberId } from '../../../shared/values/ids.js';
import {
  type BoardPage,
  type BoardPlace,
  cursorAfter,
  type InstanceState,
  type PageWanted,
  type RankIndex,
} from './rank-index.js';
import { type RankedRow, rankRows, type ScoreRow } from './ranking.js';

interface OrderRow {
  readonly member_id: MemberId | null;
  readonly neg_score: bigint;
  readonly reached_at: Date;
}

interface PageRow extends OrderRow {
  readonly ordinal: bigint;
  readonly version: bigint | null;
  readonly participant_count: bigint | null;
  readonly higher: bigint;
  readonly before: bigint;
}

const ORDER = 'neg_score, reached_at, member_id';

/** Rows of the instance that `place` names; those at zero or below are in no index and on no board. */
const shownIn = (place: string): string =>
  `s.leaderboard_id = ${place}.leaderboard_id and s.window_key = ${place}.window_key and s.neg_score < 0`;

const PAGES = prepared(`
  select wanted.ordinal, instance.version, instance.participant_count, ahead.higher, ahead.before,
    page.member_id, page.neg_score, page.reached_at
  from unnest($1::uuid[], $2::text[], $3::bigint[], $4::timestamptz[], $5::uuid[], $6::integer[]) with ordinality
    as wanted (leaderboard_id, window_key, after_neg_score, after_reached_at, after_member_id, size, ordinal)
  left join leaderboard_window instance using (leaderboard_id, window_key)
  cross join lateral (
    select count(*) as before, count(*) filter (where s.neg_score < wanted.after_neg_score) as higher
    from standing s where ${shownIn('wanted')}
      and (s.neg_score, s.reached_at, s.member_id)
        <= (wanted.after_neg_score, wanted.after_reached_at, wanted.after_member_id)) ahead
  left join lateral (
    select ${ORDER} from standing s where ${shownIn('wanted')}
      and (s.neg_score, s.reached_at, s.member_id)
        > (wanted.after_neg_score, wanted.after_reached_at, wanted.after_member_id)
    order by ${ORDER} limit wanted.size) page on true
  order by wanted.ordinal, ${ORDER}`);

// A member is found by the primary key: `score > 0` and not `neg_score < 0`, which would offer the order index,
// read whole.
const PLACES = `
  select wanted.ordinal, s.member_id, s.neg_score, s.reached_at, higher.count as higher
  from unnest($1::uuid[], $2::text[], $3::uuid[]) with ordinality
    as wanted (leaderboard_id, window_key, member_id, ordinal)
  join standing s using (leaderboard_id, window_key, member_id)
  cross join lateral (
    select count(*) from standing above where above.leaderboard_id = s.leaderboard_id
      and above.window_key = s.window_key and above.neg_score < s.neg_score and above.neg_score < 0) higher
  where s.score > 0`;

const NEIGHBOURS = `
  with own as (
    select s.* from standing s where s.leaderboard_id = $1 and s.window_key = $2 and s.member_id = $3
      and s.score > 0),
  above as (
    select near.* from own cross join lateral (
      select ${ORDER} from standing s where ${shownIn('own')}
        and (s.neg_score, s.reached_at, s.member_id) < (own.neg_score, own.reached_at, own.member_id)
      order by s.neg_score desc, s.reached_at desc, s.member_id desc limit $4) near),
  below as (
    select near.* from own cross join lateral (
      select ${ORDER} from standing s where ${shownIn('own')}
        and (s.neg_score, s.reached_at, s.member_id) >= (own.neg_score, own.reached_at, own.member_id)
      order by ${ORDER} limit $4 + 1) near),
  shown as (select * from above union all select * from below),
  ahead as (
    select count(*) - (select count(*) from above) as before,
      count(*) filter (where s.neg_score < (select min(neg_score) from shown)) as higher
    from own join standing s on ${shownIn('own')}
      and (s.neg_score, s.reached_at, s.member_id) < (own.neg_score, own.reached_at, own.member_id))
  select shown.*, ahead.before, ahead.higher from shown cross join ahead order by ${ORDER}`;

function toScoreRow(row: OrderRow): ScoreRow[] {
  return row.member_id === null
    ? []
    : [{ memberId: row.member_id, score: -row.neg_score, reachedAt: row.reached_at }];
}

function toPage(wanted: PageWanted, found: readonly PageRow[]): BoardPage {
  const [first] = found;
  const shown = found.flatMap(toScoreRow);
  const before = Number(first?.before ?? 0n);
  // Counted at the cursor: the first row of the page shares a place with the row of the cursor, or begins a new one.
  const isTied = shown[0]?.score === wanted.after?.score;
  const higher = isTied ? Number(first?.higher ?? 0n) : before;
  return {
    version: first?.version ?? 0n,
    participantCount: first?.participant_count ?? 0n,
    rows: rankRows(shown, { higher, before }),
  };
}

export class StandingStore implements RankIndex {
  constructor(private readonly runner: SqlRunner) {}

  async pages(wanted: readonly PageWanted[]): Promise<BoardPage[]> {
    const cursors = wanted.map((page) => cursorAfter(page.after));
    const found = await rows<PageRow>(this.runner, PAGES, [
      wanted.map((page) => page.leaderboardId),
      wanted.map((page) => page.windowKey),
      cursors.map((cursor) => cursor.negScore),
      cursors.map((cursor) => cursor.reachedAt),
      cursors.map((cursor) => cursor.memberId),
      wanted.map((page) => page.size),
    ]);
    const byPage: PageRow[][] = wanted.map(() => []);
    for (const row of found) byPage[Number(row.ordinal) - 1]?.push(row);
    return wanted.map((page, index) => toPage(page, byPage[index] ?? []));
  }

  async places(wanted: readonly BoardPlace[]): Promise<(RankedRow | null)[]> {
    const found = await rows<PageRow>(this.runner, PLACES, [
      wanted.map((place) => place.leaderboardId),
      wanted.map((place) => place.windowKey),
      wanted.map((place) => place.memberId),
    ]);
    const ranked: (RankedRow | null)[] = wanted.map(() => null);
    for (const row of found) {
      const higher = Number(row.higher);
      const [place] = rankRows(toScoreRow(row), { higher, before: higher });
      ranked[Number(row.ordinal) - 1] = place ?? null;
    }
    return ranked;
  }

  async neighbours(place: BoardPlace, reach: number): Promise<RankedRow[]> {
    const { leaderboardId, windowKey, memberId } = place;
    const found = await rows<PageRow>(this.runner, NEIGHBOURS, [leaderboardId, windowKey, memberId, reach]);
    const [first] = found;
    if (first === undefined) return [];
    const ahead = { higher: Number(first.higher), before: Number(first.before) };
    return rankRows(found.flatMap(toScoreRow), ahead);
  }

  async instances(
    leaderboardId: LeaderboardId,
    before: string | null,
    limit: number,
  ): Promise<InstanceState[]> {
    return rows(
      this.runner,
      `select window_key as "windowKey", version, participant_count as "participantCount" from leaderboard_window
       where leaderboard_id = $1 and ($2::text is null or window_key < $2) order by window_key desc limit $3`,
      [leaderboardId, before, limit],
    );
  }
}
