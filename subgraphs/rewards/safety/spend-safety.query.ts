/**
 * Reads what safe spending asks for, one statement for a whole batch of requests.
 *
 * Call it when the wallets of all its members are locked, and as a statement of its own: only then does it see what
 * the holder of the lock before wrote. What no setting asks for is not looked at.
 */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { PartnerId, StepUpId, StoreId } from '../../../shared/values/ids.js';
import type { StepUp } from '../step-ups/step-up.js';
import type { SafetySettings } from './safety-terms.js';
import { termsColumns } from './safety-terms.query.js';
import type { SafetyFacts, SpendRequest } from './spend-safety.js';
import { DAY_MS } from './velocity.js';

/** Spent in the last day, by the ledger, and held now: a hold of that time which ended otherwise spent nothing. */
const SPENDS = `select jsonb_agg(jsonb_build_object('at', spent_at, 'points', points::text, 'partnerId', partner_id))
  from (
    select posted_at as spent_at, partner_id, (
      select -coalesce(sum(amount), 0) from posting
      where entry_id = entry.id and unit = 'PTS' and account = 'member:' || asked.member_id) as points
    from entry where member_id = asked.member_id and kind in ('CAPTURE', 'GIFT_SENT', 'DONATION') and posted_at > $5
    union all
    select held_at, partner_id, points from hold
    where member_id = asked.member_id and state = 'HELD' and expires_at > $6 and held_at > $5) as spent`;

const STEP_UPS = `select jsonb_agg(jsonb_build_object('id', id, 'memberId', member_id, 'partnerId', partner_id,
    'storeId', store_id, 'points', points::text, 'because', because, 'state', state, 'askedAt', asked_at,
    'expiresAt', expires_at, 'answeredAt', answered_at, 'answeredBy', answered_by) order by id desc)
  from step_up where caller = asked.caller and key = asked.key`;

/** Lists by subselects for the reason that `rowSource` gives. */
const FACTS =
  prepared(`with terms_now as materialized (select * from safety_terms order by version desc limit 1),
  asked as (select * from unnest((select $1::uuid[]), (select $2::uuid[]), (select $3::text[]), (select $4::text[]))
    with ordinality as one (member_id, partner_id, caller, key, place))
  select ${termsColumns},
    (select case when is_locked then laid_at end from spend_lock where spend_lock.member_id = asked.member_id
     order by number desc limit 1) as "lockedSince",
    case when coalesce(points_per_hour_max, points_per_day_max, redemptions_per_day_max, partners_per_day_max)
      is not null then (${SPENDS}) end as spends,
    case when step_up_on_new_partner then exists (
      select from entry where member_id = asked.member_id and kind = 'CAPTURE' and partner_id = asked.partner_id)
      else true end as "hasRedeemedAtPartner",
    case when step_up_on_new_partner or step_up_above is not null then (${STEP_UPS}) end as "stepUps"
  from asked cross join terms_now order by asked.place`);

interface SpendJson {
  readonly at: string;
  readonly points: string;
  readonly partnerId: PartnerId | null;
}

type StepUpJson = Pick<StepUp, 'memberId' | 'because' | 'state' | 'answeredBy'> & {
  readonly id: StepUpId;
  readonly partnerId: PartnerId | null;
  readonly storeId: StoreId | null;
  readonly points: string;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly answeredAt: string | null;
};

interface FactsRow extends SafetySettings {
  readonly lockedSince: Date | null;
  readonly spends: readonly SpendJson[] | null;
  readonly hasRedeemedAtPartner: boolean;
  readonly stepUps: readonly StepUpJson[] | null;
}

/** Gives the facts of each request, in the order asked. Requests of one member do not yet count one another. */
export async function safetyFacts(
  runner: SqlRunner,
  requests: readonly SpendRequest[],
  now: Date,
): Promise<SafetyFacts[]> {
  const found = await rows<FactsRow>(runner, FACTS, [
    requests.map(({ memberId }) => memberId),
    requests.map(({ partnerId }) => partnerId),
    requests.map(({ sentBy }) => sentBy),
    requests.map(({ key }) => key),
    new Date(now.getTime() - DAY_MS),
    now,
  ]);
  return found.map(({ lockedSince, spends, hasRedeemedAtPartner, stepUps, ...settings }, place) => ({
    settings,
    lockedSince,
    hasRedeemedAtPartner,
    now,
    spends: (spends ?? []).map(({ at, points, partnerId }) => ({
      at: new Date(at),
      points: BigInt(points),
      partnerId,
    })),
    stepUps: (stepUps ?? []).map((json) => stepUpFrom(json, requests[place] as SpendRequest)),
  }));
}

function stepUpFrom(
  { points, askedAt, expiresAt, answeredAt, ...facts }: StepUpJson,
  { sentBy, key }: SpendRequest,
): StepUp {
  return {
    ...facts,
    sentBy,
    key,
    points: BigInt(points),
    askedAt: new Date(askedAt),
    expiresAt: new Date(expiresAt),
    answeredAt: answeredAt === null ? null : new Date(answeredAt),
  };
}
