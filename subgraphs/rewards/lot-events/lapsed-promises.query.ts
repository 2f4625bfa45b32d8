/** Whether something of a member's is over and not let go yet: nearly never, so it is asked in one look. */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';

export interface LapsedOf {
  readonly hasHolds: boolean;
  /** Offers of gifts that nobody took in time. */
  readonly hasOffers: boolean;
}

const LAPSED = prepared(`select
  exists (select from hold where member_id = $1 and state = 'HELD' and expires_at <= $2) as "hasHolds",
  exists (select from gift where giver_id = $1 and state = 'OFFERED' and lapses_at <= $2) as "hasOffers"`);

export async function lapsedOf(runner: SqlRunner, memberId: MemberId, now: Date): Promise<LapsedOf> {
  const [found] = await rows<LapsedOf>(runner, LAPSED, [memberId, now]);
  return found as LapsedOf;
}
