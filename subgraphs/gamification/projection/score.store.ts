/**
 * Scores on PostgreSQL: one statement applies a whole batch to all boards.
 *
 * Only the holder of the projection writes scores; rows come sorted all the same. The old score is told from
 * the new one and the change, never read, so there is no read that a concurrent write could make false.
 */
import { rows, type SqlRunner, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { LeaderboardId } from '../../../shared/values/ids.js';
import type { ScoreChange } from './scoring.js';

/**
 * A rebuild may hold the projection for longer than any lock of ordinary work is waited for, and than any statement of
 * ordinary work takes: the wait is a statement too.
 */
const PROJECTION_WAIT = '30s';
const STATEMENT_WITH_WAIT = '35s';

/** Makes this transaction the only one that writes boards until it ends; the others wait for it. */
export async function holdProjection(transaction: Transaction): Promise<void> {
  await rows(
    transaction,
    `select set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true)`,
    [PROJECTION_WAIT, STATEMENT_WITH_WAIT],
  );
  await rows(transaction, `select from projection where name = 'leaderboards' for update`);
}

/** Lets this transaction empty whole tables, which takes longer than any statement of ordinary work may. */
export async function allowLongStatements(transaction: Transaction): Promise<void> {
  await rows(transaction, `set local statement_timeout = '10min'`);
}

/**
 * Applies changes and gives the boards that they touched. The number of participants and the version of each
 * window instance move in the same statement.
 */
export async function applyChanges(
  transaction: Transaction,
  changes: readonly ScoreChange[],
): Promise<LeaderboardId[]> {
  if (changes.length === 0) return [];
  const touched = await rows<{ readonly leaderboard_id: LeaderboardId }>(
    transaction,
    `with change as (
       select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::timestamptz[])
         as c (leaderboard_id, window_key, member_id, delta, reached_at)),
     stood as (
       insert into standing as s (leaderboard_id, window_key, member_id, score, reached_at)
       select * from change
       on conflict (leaderboard_id, window_key, member_id) do update
         set score = s.score + excluded.score, reached_at = greatest(s.reached_at, excluded.reached_at)
       returning leaderboard_id, window_key, member_id, score),
     moved as (
       select leaderboard_id, window_key,
         count(*) filter (where score > 0) - count(*) filter (where score - delta > 0) as joined
       from stood join change using (leaderboard_id, window_key, member_id)
       group by leaderboard_id, window_key)
     insert into leaderboard_window as w (leaderboard_id, window_key, participant_count, version)
     select leaderboard_id, window_key, joined, 1 from moved order by leaderboard_id, window_key
     on conflict (leaderboard_id, window_key) do update
       set participant_count = w.participant_count + excluded.participant_count, version = w.version + 1
     returning leaderboard_id`,
    [
      changes.map((change) => change.leaderboardId),
      changes.map((change) => change.windowKey),
      changes.map((change) => change.memberId),
      changes.map((change) => change.delta),
      changes.map((change) => change.reachedAt),
    ],
  );
  return [...new Set(touched.map((row) => row.leaderboard_id))];
}

/** Empties a board. Versions stay and grow, so that no follower ever sees one go back. */
export async function clearScores(transaction: Transaction, leaderboardId: LeaderboardId): Promise<void> {
  await rows(transaction, 'delete from standing where leaderboard_id = $1', [leaderboardId]);
  await rows(
    transaction,
    'update leaderboard_window set participant_count = 0, version = version + 1 where leaderboard_id = $1',
    [leaderboardId],
  );
}

/**
 * Gives one text for everything that a board says: equal exactly when scores, instants and counts of all its
 * windows are equal. A window that nobody stands in any more says nothing.
 */
export async function boardFingerprint(runner: SqlRunner, leaderboardId: LeaderboardId): Promise<string> {
  const [found] = await rows<{ readonly fingerprint: string }>(
    runner,
    `select md5(
       coalesce((select string_agg(concat_ws(' ', window_key, member_id, score, extract(epoch from reached_at)), e'\\n'
                   order by window_key, member_id)
                 from standing where leaderboard_id = $1), '')
       || '|' ||
       coalesce((select string_agg(concat_ws(' ', window_key, participant_count), e'\\n' order by window_key)
                 from leaderboard_window where leaderboard_id = $1 and participant_count <> 0), '')) as fingerprint`,
    [leaderboardId],
  );
  if (found === undefined) throw new Error('an aggregate gives one row');
  return found.fingerprint;
}
