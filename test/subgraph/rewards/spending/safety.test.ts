/** Safe spending through the subgraph's own graph: the lock, the limits of speed, and the question to the member. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { auditor, memberCaller, operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, CAPTURE, memberOf, partnerOf, type TestPartner, VOID } from '../rewards-kit.js';
import {
  CONFIGURE,
  CONFIRM,
  DENY,
  holdAt,
  LOCK,
  memberWith,
  openStepUps,
  readMember,
  safetyOf,
  UNLOCK,
} from './safety-kit.js';

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world);
});
afterEach(async () => {
  await safetyOf(world, {});
  await auditLedger(world.database);
});
afterAll(() => world.close());

const kindsOf = (answers: readonly { __typename: string }[], kind: string) =>
  answers.filter((answer) => answer.__typename === kind);

describe('the lock on spending', () => {
  it('lets no hold through once it is acknowledged, and every hold before it is captured', async () => {
    const memberId = await memberWith(world, a, 400);
    const member = memberCaller(memberId);
    const before = await holdAt(world, b, { memberId, points: 10 });
    const racing = Array.from({ length: 40 }, () => holdAt(world, b, { memberId, points: 1 }));
    const locking = act(world, member, LOCK, {});
    const locked = await locking;
    const after = await Promise.all(
      Array.from({ length: 40 }, () => holdAt(world, b, { memberId, points: 1 })),
    );
    expect(locked).toMatchObject({ replayed: false, spendLock: { isLocked: true, by: 'MEMBER' } });
    expect(kindsOf(after, 'SpendingLocked')).toHaveLength(40);
    expect(after[0]).toMatchObject({ since: locked.spendLock.since, retryable: true });
    const held = kindsOf(await Promise.all(racing), 'PointsHeld').length;
    const { wallet } = await readMember(world, operator, memberId, 'wallet { held }');
    expect(wallet.held).toBe(String(10 + held));
    const captured = await act(world, b.till, CAPTURE, { holdId: before.hold.id });
    expect(captured.__typename).toBe('PointsCaptured');
  });

  it('is lifted by the member, unless an operator laid it', async () => {
    const memberId = await memberWith(world, a, 10);
    const member = memberCaller(memberId);
    await act(world, member, LOCK, {});
    const lifted = await act(world, member, UNLOCK, { reason: 'found the phone' });
    expect(lifted.spendLock).toMatchObject({ isLocked: false, by: 'MEMBER', reason: 'found the phone' });
    expect((await holdAt(world, b, { memberId, points: 1 })).__typename).toBe('PointsHeld');

    const laid = await act(world, operator, LOCK, { memberId, reason: 'reported stolen' });
    expect(laid.spendLock).toMatchObject({ isLocked: true, by: 'OPERATOR', reason: 'reported stolen' });
    const kept = await act(world, member, UNLOCK, {});
    expect(kept).toMatchObject({ __typename: 'LockedByOperator', since: laid.spendLock.since });
    const opened = await act(world, operator, UNLOCK, { memberId, reason: 'identity shown' });
    expect(opened.spendLock.isLocked).toBe(false);
  });

  it('is one, however often it is asked for', async () => {
    const memberId = await memberWith(world, a, 10);
    const member = memberCaller(memberId);
    const first = await act(world, member, LOCK, {});
    world.clock.moveMinutes(1);
    const again = await act(world, member, LOCK, {});
    expect(again.spendLock).toEqual(first.spendLock);
    const told = await world.told('rewards.spend-lock-changed.1');
    expect(told.filter(({ key }) => key === memberId)).toHaveLength(1);
  });

  it('needs a reason of an operator, and is no business of other members, partners and auditors', async () => {
    const memberId = await memberWith(world, a, 10);
    const input = { idempotencyKey: v7(), memberId };
    const { errors } = await world.ask(operator, LOCK, { input });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    const other = await act(world, memberCaller(), LOCK, { memberId });
    expect(other.__typename).toBe('MemberNotEnrolled');
    for (const caller of [a.till, auditor]) {
      const refused = await world.ask(caller, LOCK, { input });
      expect(refused.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    }
    const fields = 'spendLock { isLocked since by } stepUps { id }';
    expect(await readMember(world, a.till, memberId, fields)).toEqual({ spendLock: null, stepUps: null });
    const never = { isLocked: false, since: null, by: null };
    expect(await readMember(world, auditor, memberId, fields)).toEqual({ spendLock: never, stepUps: [] });
  });

  it('is refused for a member whom nobody enrolled', async () => {
    const refused = await act(world, operator, LOCK, { memberId: v7(), reason: 'a test' });
    expect(refused.__typename).toBe('MemberNotEnrolled');
  });
});

describe('the limits of speed', () => {
  it('are never exceeded by fifty tills at once', async () => {
    await safetyOf(world, { pointsPerHourMax: '70' });
    const memberId = await memberWith(world, a, 1000);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => holdAt(world, b, { memberId, points: 10 })),
    );
    expect(kindsOf(answers, 'PointsHeld')).toHaveLength(7);
    const refused = kindsOf(answers, 'VelocityExceeded');
    expect(refused).toHaveLength(43);
    expect(refused[0]).toMatchObject({ limit: 'POINTS_PER_HOUR', most: '70', used: '70', asked: '10' });
    expect(refused[0]).toMatchObject({ retryable: true });
  });

  it('count what was captured, not what was let go, and roll', async () => {
    await safetyOf(world, { redemptionsPerDayMax: 2 });
    const memberId = await memberWith(world, a, 100);
    const first = await holdAt(world, b, { memberId, points: 10 });
    const second = await holdAt(world, b, { memberId, points: 10 });
    expect((await holdAt(world, b, { memberId, points: 1 })).limit).toBe('REDEMPTIONS_PER_DAY');
    await act(world, b.till, VOID, { holdId: first.hold.id });
    await act(world, b.till, CAPTURE, { holdId: second.hold.id, points: '5' });
    const third = await holdAt(world, a, { memberId, points: 10 });
    expect(third.__typename).toBe('PointsHeld');
    await act(world, a.till, CAPTURE, { holdId: third.hold.id });
    const refused = await holdAt(world, b, { memberId, points: 1 });
    expect(refused).toMatchObject({ __typename: 'VelocityExceeded', used: '2' });
    world.clock.moveMinutes(24 * 60);
    expect((await holdAt(world, b, { memberId, points: 1 })).__typename).toBe('PointsHeld');
  });

  it('count partners, and points of one redemption', async () => {
    await safetyOf(world, { partnersPerDayMax: 1, pointsPerRedemptionMax: '20' });
    const memberId = await memberWith(world, a, 100);
    const much = await holdAt(world, a, { memberId, points: 21 });
    expect(much).toMatchObject({ limit: 'POINTS_PER_REDEMPTION', retryAfter: null, retryable: false });
    expect((await holdAt(world, a, { memberId, points: 20 })).__typename).toBe('PointsHeld');
    expect((await holdAt(world, b, { memberId, points: 1 })).limit).toBe('PARTNERS_PER_DAY');
    expect((await holdAt(world, a, { memberId, points: 1 })).__typename).toBe('PointsHeld');
  });

  it('are versions that operators add, one after another', async () => {
    const terms = '{ safetyTerms { version pointsPerDayMax } }';
    const { version } = (await world.ask(operator, terms)).data.safetyTerms;
    const answers = await Promise.all([
      act(world, operator, CONFIGURE, { pointsPerDayMax: '9' }),
      act(world, operator, CONFIGURE, { stepUpMinutes: 7 }),
    ]);
    const versions = answers.map((answer) => answer.safetyTerms.version).sort((x, y) => x - y);
    expect(versions).toEqual([version + 1, version + 2]);
    expect((await world.ask(auditor, terms)).data.safetyTerms).toEqual({
      version: version + 2,
      pointsPerDayMax: '9',
    });
    const wrong = await act(world, operator, CONFIGURE, { pointsPerDayMax: '0' });
    expect(wrong).toMatchObject({ __typename: 'SafetyTermsNotValid', field: 'pointsPerDayMax' });
    expect((await world.ask(a.till, terms)).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});

describe('a redemption that is put to the member', () => {
  it('goes through once when she confirmed it and the till sends it again', async () => {
    await safetyOf(world, { stepUpAbove: '50' });
    const memberId = await memberWith(world, a, 500);
    const member = memberCaller(memberId);
    const wish = { memberId, points: 60, key: v7() };
    const both = await Promise.all([holdAt(world, b, wish), holdAt(world, b, wish)]);
    expect(both[0]).toMatchObject({ __typename: 'StepUpRequired', because: 'AMOUNT', retryable: true });
    expect(both[1].challengeId).toBe(both[0].challengeId);
    const { challengeId } = both[0];
    const [asked, ...more] = await openStepUps(world, member, memberId);
    expect(more).toEqual([]);
    expect(asked).toMatchObject({
      id: challengeId,
      points: '60',
      partner: { id: b.partnerId },
      state: 'OPEN',
    });

    const confirmed = await act(world, member, CONFIRM, { challengeId });
    expect(confirmed.stepUp).toMatchObject({ state: 'CONFIRMED', answeredBy: 'MEMBER' });
    expect(await openStepUps(world, member, memberId)).toEqual([]);
    const sent = await Promise.all([holdAt(world, b, wish), holdAt(world, b, wish)]);
    expect(sent.map(({ replayed }) => replayed).sort()).toEqual([false, true]);
    const next = await holdAt(world, b, { ...wish, key: v7() });
    expect(next.__typename).toBe('StepUpRequired');
    expect(next.challengeId).not.toBe(challengeId);
    expect((await act(world, member, DENY, { challengeId })).state).toBe('USED');
  });

  it('is refused for good when she denies it, and locks nothing', async () => {
    await safetyOf(world, { stepUpAbove: '50' });
    const memberId = await memberWith(world, a, 500);
    const wish = { memberId, points: 60, key: v7() };
    const { challengeId } = await holdAt(world, b, wish);
    await act(world, memberCaller(memberId), DENY, { challengeId });
    const refused = await holdAt(world, b, wish);
    expect(refused).toMatchObject({ __typename: 'StepUpDenied', challengeId, retryable: false });
    world.clock.moveMinutes(10);
    expect((await holdAt(world, b, wish)).__typename).toBe('StepUpDenied');
    expect((await holdAt(world, b, { memberId, points: 50 })).__typename).toBe('PointsHeld');
    const late = await act(world, memberCaller(memberId), CONFIRM, { challengeId });
    expect(late).toMatchObject({ __typename: 'StepUpNotOpen', state: 'DENIED' });
  });

  it('is asked anew when its time is over, before the answer and after', async () => {
    await safetyOf(world, { stepUpAbove: '50', stepUpMinutes: 2 });
    const memberId = await memberWith(world, a, 500);
    const member = memberCaller(memberId);
    const wish = { memberId, points: 60, key: v7() };
    const first = await holdAt(world, b, wish);
    world.clock.moveMinutes(2);
    expect(await openStepUps(world, member, memberId)).toEqual([]);
    const late = await act(world, member, CONFIRM, { challengeId: first.challengeId });
    expect(late).toMatchObject({ __typename: 'StepUpNotOpen', state: 'EXPIRED' });
    const second = await holdAt(world, b, wish);
    expect(second.challengeId).not.toBe(first.challengeId);
    await act(world, member, CONFIRM, { challengeId: second.challengeId });
    world.clock.moveMinutes(2);
    expect((await holdAt(world, b, wish)).__typename).toBe('StepUpRequired');
  });

  it('serves no other partner, not more points and nobody else', async () => {
    await safetyOf(world, { stepUpAbove: '50' });
    const memberId = await memberWith(world, a, 500);
    const wish = { memberId, points: 60, key: v7(), by: operator };
    const { challengeId } = await holdAt(world, b, wish);
    await act(world, memberCaller(memberId), CONFIRM, { challengeId });
    expect((await holdAt(world, a, wish)).__typename).toBe('StepUpRequired');
    expect((await holdAt(world, b, { ...wish, points: 61 })).__typename).toBe('StepUpRequired');
    const other = await memberWith(world, a, 500);
    expect((await holdAt(world, b, { ...wish, memberId: other })).__typename).toBe('StepUpRequired');
    expect((await holdAt(world, b, { ...wish, points: 55 })).__typename).toBe('PointsHeld');
  });

  it('is asked at a partner where she never redeemed, until she did; an operator may answer for her', async () => {
    await safetyOf(world, { stepUpOnNewPartner: true });
    const memberId = await memberWith(world, a, 100);
    const wish = { memberId, points: 1, key: v7() };
    const { challengeId, because } = await holdAt(world, b, wish);
    expect(because).toBe('NEW_PARTNER');
    const confirmed = await act(world, operator, CONFIRM, { challengeId });
    expect(confirmed.stepUp.answeredBy).toBe('OPERATOR');
    const { hold } = await holdAt(world, b, wish);
    expect((await holdAt(world, b, { memberId, points: 1 })).__typename).toBe('StepUpRequired');
    await act(world, b.till, CAPTURE, { holdId: hold.id });
    expect((await holdAt(world, b, { memberId, points: 1 })).__typename).toBe('PointsHeld');
    expect((await holdAt(world, a, { memberId, points: 1 })).__typename).toBe('StepUpRequired');
  });

  it('is answered by her alone: another member is asked nothing of it', async () => {
    await safetyOf(world, { stepUpAbove: '0' });
    const memberId = await memberWith(world, a, 100);
    const { challengeId } = await holdAt(world, b, { memberId, points: 1 });
    const { memberId: other } = await memberOf(world);
    for (const document of [CONFIRM, DENY]) {
      const refused = await act(world, memberCaller(other), document, { challengeId });
      expect(refused.__typename).toBe('StepUpNotFound');
    }
    expect((await act(world, operator, DENY, { challengeId: v7() })).__typename).toBe('StepUpNotFound');
  });

  it('is not asked when the points are not there, nor when her spending is locked', async () => {
    await safetyOf(world, { stepUpAbove: '0' });
    const memberId = await memberWith(world, a, 10);
    expect((await holdAt(world, b, { memberId, points: 11 })).__typename).toBe('InsufficientPoints');
    await act(world, memberCaller(memberId), LOCK, {});
    expect((await holdAt(world, b, { memberId, points: 5 })).__typename).toBe('SpendingLocked');
    expect(await openStepUps(world, operator, memberId)).toEqual([]);
  });
});
