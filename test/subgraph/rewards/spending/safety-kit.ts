/** What the tests of safe spending share: its mutations as an app, an operator and a till send them, and its reads. */
import { v7 } from 'uuid';
import { expect } from 'vitest';
import type { Caller } from '../../../../shared/platform/identity/caller.js';
import { memberCaller, operator } from '../../../world/callers.js';
import { eventually } from '../../../world/eventually.js';
import type { GraphAnswer, SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, bought, memberOf, type TestPartner } from '../rewards-kit.js';

const STEP_UP = 'id state points because answeredBy expiresAt partner { id } store { id }';
const LOCK_FIELDS = 'isLocked since by reason';

export const SAFE_HOLD = `mutation ($input: HoldPointsInput!) { holdPoints(input: $input) { __typename
  ... on PointsHeld { replayed hold { id points } } ... on Problem { message retryable }
  ... on SpendingLocked { since } ... on VelocityExceeded { limit most used asked retryAfter }
  ... on StepUpRequired { challengeId expiresAt because } ... on StepUpDenied { challengeId } } }`;
export const LOCK = `mutation ($input: LockSpendingInput!) { lockSpending(input: $input) { __typename
  ... on SpendLockChanged { replayed spendLock { ${LOCK_FIELDS} } } ... on Problem { message retryable } } }`;
export const UNLOCK = `mutation ($input: UnlockSpendingInput!) { unlockSpending(input: $input) { __typename
  ... on SpendLockChanged { replayed spendLock { ${LOCK_FIELDS} } } ... on LockedByOperator { since }
  ... on Problem { message retryable } } }`;
export const CONFIRM = `mutation ($input: ConfirmStepUpInput!) { confirmStepUp(input: $input) { __typename
  ... on StepUpAnswered { replayed stepUp { ${STEP_UP} } } ... on StepUpNotOpen { state }
  ... on Problem { message retryable } } }`;
export const DENY = `mutation ($input: DenyStepUpInput!) { denyStepUp(input: $input) { __typename
  ... on StepUpAnswered { replayed stepUp { ${STEP_UP} } } ... on StepUpNotOpen { state }
  ... on Problem { message retryable } } }`;
export const CONFIGURE = `mutation ($input: ConfigureSafetyInput!) { configureSafety(input: $input) { __typename
  ... on SafetyConfigured { replayed safetyTerms { version pointsPerHourMax stepUpOnNewPartner stepUpMinutes } }
  ... on SafetyTermsNotValid { field rule } ... on KeyReused { key } ... on Problem { message } } }`;
export const MARK_READ = `mutation ($input: MarkNoticesReadInput!) { markNoticesRead(input: $input) { __typename
  ... on NoticesMarkedRead { replayed count } ... on Problem { message } } }`;

const NO_LIMITS = {
  pointsPerRedemptionMax: null,
  pointsPerHourMax: null,
  pointsPerDayMax: null,
  redemptionsPerDayMax: null,
  partnersPerDayMax: null,
  stepUpAbove: null,
  stepUpOnNewPartner: false,
  stepUpMinutes: 5,
};

/** Puts exactly these limits and questions in force. */
export async function safetyOf(
  world: SubgraphWorld,
  settings: Partial<Record<keyof typeof NO_LIMITS, unknown>>,
) {
  const configured = await act(world, operator, CONFIGURE, { ...NO_LIMITS, ...settings });
  expect(configured.__typename).toBe('SafetyConfigured');
}

/** A member with points of a partner. */
export async function memberWith(
  world: SubgraphWorld,
  partner: TestPartner,
  points: number,
): Promise<string> {
  const { memberId } = await memberOf(world);
  await bought(world, { memberId, partner }, points * 100);
  return memberId;
}

export function holdAt(
  world: SubgraphWorld,
  partner: TestPartner,
  wish: { readonly memberId: string; readonly points: number; readonly key?: string; readonly by?: Caller },
): Promise<GraphAnswer['data']> {
  const { memberId, points, key = v7(), by = partner.till } = wish;
  const input = { memberId, storeId: partner.storeId, points: String(points), idempotencyKey: key };
  return act(world, by, SAFE_HOLD, input);
}

/** Reads fields of a member as a caller. */
/** Waits until the newest notices of a member are of these kinds and points, newest first. */
export async function noticed(
  world: SubgraphWorld,
  memberId: string,
  newest: readonly [kind: string, points: string][],
): Promise<void> {
  const fields = `notices(first: ${newest.length}) { edges { node { kind points } } }`;
  const expected = newest.map(([kind, points]) => ({ node: { kind, points } }));
  await eventually(async () => {
    const { notices } = await readMember(world, memberCaller(memberId), memberId, fields);
    return JSON.stringify(notices.edges) === JSON.stringify(expected);
  });
}

export async function readMember(
  world: SubgraphWorld,
  caller: Caller,
  memberId: string,
  fields: string,
): Promise<GraphAnswer['data']> {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Member { ${fields} } } }`;
  const representations = [{ __typename: 'Member', id: memberId }];
  const { data, errors } = await world.ask(caller, query, { representations });
  expect(errors).toBeUndefined();
  return data._entities[0];
}

export const openStepUps = async (world: SubgraphWorld, caller: Caller, memberId: string) =>
  (await readMember(world, caller, memberId, `stepUps { ${STEP_UP} }`)).stepUps;
