/**
 * Spends points at once with the help of the household, by the rules and limits of a hold that draws on it.
 *
 * It shares no commit: all wallets of the household are locked in one order before the member's own is, which those of
 * a batch are not.
 */
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { HoldId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { drawForHold } from '../pooling/draw-points.command.js';
import type { MemberLanes } from '../posting/member-lanes.command.js';
import { termsInForce } from '../programme/terms.query.js';
import { namesOf } from '../reference/standing.js';
import { findStanding } from '../reference/standing.query.js';
import { orAskMember } from '../safety/check-spend.command.js';
import {
  decideSpend,
  loadSpends,
  type PointsSpent,
  type SpendDependencies,
  type SpendPointsRefusal,
  type SpendPointsRequest,
  type SpendRefused,
  spentOf,
  writeSpends,
} from './spend-points.command.js';

export interface HouseholdSpendDependencies extends SpendDependencies {
  readonly lanes: MemberLanes;
}

type Spent = Replayable<PointsSpent>;

export function spendWithHousehold(
  { database, clock, arrivals, lanes }: HouseholdSpendDependencies,
  request: SpendPointsRequest,
): Promise<Result<Spent, SpendPointsRefusal>> {
  const { caller, key, wish } = request;
  const command = { caller, key, command: 'spendPoints', input: { ...wish, usesHousehold: true } };
  const attempt = () =>
    once<PointsSpent, SpendRefused>(database, command, async (transaction) => {
      const now = clock.now();
      const search = { ...namesOf(wish.member), storeId: wish.storeId, at: now };
      const { memberId } = await findStanding(transaction, search);
      const holdId = newId<HoldId>();
      const { points } = wish;
      if (memberId !== null && points > 0n) {
        const terms = await termsInForce(transaction);
        const drawn = await drawForHold(transaction, { memberId, holdId, points, terms, now });
        if (!drawn.ok) return drawn;
      }
      const [facts] = await loadSpends(transaction, [request], now);
      const decided = decideSpend(request, facts as NonNullable<typeof facts>, holdId);
      if (!decided.ok) return decided;
      await writeSpends(transaction, [decided.value], { answers: [], now });
      return ok(spentOf(decided.value));
    });
  const inTurn = () => lanes.run(wish.member, attempt);
  return orAskMember({ database, clock }, () => arrivals.orArrived<Spent, SpendRefused | KeyReused>(inTurn));
}
