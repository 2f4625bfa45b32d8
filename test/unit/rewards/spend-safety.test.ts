/** Whether points may be spent now: every refusal, in the order in which they are told. */
import { describe, expect, it } from 'vitest';
import type { MemberId, PartnerId, StepUpId } from '../../../shared/values/ids.js';
import { decideSafety, type SafetySettings } from '../../../subgraphs/rewards/safety/safety-terms.js';
import {
  checkSpend,
  factsAfter,
  type SafetyFacts,
  type SpendRequest,
} from '../../../subgraphs/rewards/safety/spend-safety.js';
import type { PastSpend } from '../../../subgraphs/rewards/safety/velocity.js';
import { decideLock, type SpendLock } from '../../../subgraphs/rewards/spend-locks/spend-lock.js';
import { decideAnswer, type StepUp, stepUpState } from '../../../subgraphs/rewards/step-ups/step-up.js';
import { MEMBER, NOW, OTHER_PARTNER, PARTNER, STORE } from './facts.js';

const NO_LIMITS: SafetySettings = {
  pointsPerRedemptionMax: null,
  pointsPerHourMax: null,
  pointsPerDayMax: null,
  redemptionsPerDayMax: null,
  partnersPerDayMax: null,
  stepUpAbove: null,
  stepUpOnNewPartner: false,
  stepUpMinutes: 5,
};

const request: SpendRequest = {
  memberId: MEMBER,
  partnerId: PARTNER,
  storeId: STORE,
  points: 100n,
  sentBy: 'partner:a',
  key: 'key',
  isByMember: false,
};

const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const spent = (minutes: number, points = 50n, partnerId: PartnerId | null = OTHER_PARTNER): PastSpend => ({
  at: minutesAgo(minutes),
  points,
  partnerId,
});

function facts(settings: Partial<SafetySettings>, more: Partial<SafetyFacts> = {}): SafetyFacts {
  const none = { lockedSince: null, spends: [], hasRedeemedAtPartner: true, stepUps: [], now: NOW };
  return { ...none, settings: { ...NO_LIMITS, ...settings }, ...more };
}

const stepUp: StepUp = {
  id: 'challenge' as StepUpId,
  memberId: MEMBER,
  partnerId: PARTNER,
  storeId: STORE,
  points: 100n,
  sentBy: 'partner:a',
  key: 'key',
  because: 'AMOUNT',
  state: 'CONFIRMED',
  askedAt: minutesAgo(2),
  expiresAt: new Date(NOW.getTime() + 1),
  answeredAt: minutesAgo(1),
  answeredBy: 'MEMBER',
};

const everything = facts(
  {
    pointsPerRedemptionMax: 99n,
    pointsPerHourMax: 149n,
    pointsPerDayMax: 199n,
    redemptionsPerDayMax: 2,
    partnersPerDayMax: 1,
    stepUpAbove: 99n,
    stepUpOnNewPartner: true,
  },
  {
    lockedSince: minutesAgo(1),
    spends: [spent(30), spent(90)],
    hasRedeemedAtPartner: false,
    stepUps: [{ ...stepUp, state: 'DENIED' }],
  },
);

describe('the refusals of a spending', () => {
  const row = (took: Partial<SafetyFacts>, settings: Partial<SafetySettings>, told: object | null) =>
    [told, { ...everything, ...took, settings: { ...everything.settings, ...settings } }] as const;
  const unlocked = { lockedSince: null };
  const one = { pointsPerRedemptionMax: null };
  const hour = { ...one, pointsPerHourMax: null };
  const day = { ...hour, pointsPerDayMax: null };
  const times = { ...day, redemptionsPerDayMax: null };
  const speed = { ...times, partnersPerDayMax: null };
  const asked = { ...unlocked, stepUps: [] };
  it.each([
    row({}, {}, { kind: 'SpendingLocked' }),
    row(unlocked, {}, { limit: 'POINTS_PER_REDEMPTION', most: 99n, used: 0n, asked: 100n, retryAfter: null }),
    row(unlocked, one, {
      limit: 'POINTS_PER_HOUR',
      used: 50n,
      retryAfter: new Date(NOW.getTime() + 1_800_000),
    }),
    row(unlocked, hour, { limit: 'POINTS_PER_DAY', used: 100n }),
    row(unlocked, day, { limit: 'REDEMPTIONS_PER_DAY', most: 2n, used: 2n, asked: 1n }),
    row(unlocked, times, { limit: 'PARTNERS_PER_DAY', most: 1n, used: 1n, asked: 1n }),
    row(unlocked, speed, { kind: 'StepUpDenied', challengeId: 'challenge' }),
    row(asked, speed, { kind: 'StepUpNeeded', because: 'AMOUNT', minutes: 5 }),
    row(asked, { ...speed, stepUpAbove: 100n }, { kind: 'StepUpNeeded', because: 'NEW_PARTNER' }),
    row(asked, { ...speed, stepUpAbove: null, stepUpOnNewPartner: false }, null),
  ])('%# are told in this order: %o', (told, given) => {
    const checked = checkSpend(given, request);
    if (told === null) expect(checked).toEqual({ ok: true, value: { stepUpId: null } });
    else expect(checked).toMatchObject({ ok: false, refusal: told });
  });
});

describe('a limit of speed', () => {
  it('rolls: what is an hour old no longer counts', () => {
    const settings = { pointsPerHourMax: 100n };
    expect(checkSpend(facts(settings, { spends: [spent(60)] }), request).ok).toBe(true);
    expect(checkSpend(facts(settings, { spends: [spent(59)] }), request).ok).toBe(false);
  });

  it('never ends for what is above it alone', () => {
    const checked = checkSpend(facts({ pointsPerHourMax: 99n }, { spends: [spent(1)] }), request);
    expect(checked).toMatchObject({ refusal: { used: 50n, retryAfter: null } });
  });

  it('says when enough has left, and not when the first has', () => {
    const spends = [spent(10), spent(40), spent(50)];
    const checked = checkSpend(facts({ pointsPerHourMax: 150n }, { spends }), request);
    expect(checked).toMatchObject({ refusal: { retryAfter: new Date(NOW.getTime() + 20 * 60_000) } });
  });

  it('of partners counts neither the same partner again nor what happens at none', () => {
    const settings = { partnersPerDayMax: 1 };
    const spends = [spent(10, 5n, PARTNER), spent(10, 5n, null)];
    expect(checkSpend(facts(settings, { spends }), request).ok).toBe(true);
    const gift = { ...request, partnerId: null, storeId: null };
    expect(checkSpend(facts(settings, { spends: [spent(10)] }), gift).ok).toBe(true);
  });

  it('counts what was let through before in the same batch', () => {
    const first = facts({ redemptionsPerDayMax: 1 });
    expect(checkSpend(first, request).ok).toBe(true);
    expect(checkSpend(factsAfter(first, request), request)).toMatchObject({ refusal: { used: 1n } });
  });
});

describe('a confirmed step-up', () => {
  const given = (change: Partial<StepUp>) =>
    facts({ stepUpAbove: 0n }, { stepUps: [{ ...stepUp, ...change }] });
  it('lets its request through', () => {
    expect(checkSpend(given({}), request)).toEqual({ ok: true, value: { stepUpId: 'challenge' } });
  });

  it.each<[string, Partial<StepUp>]>([
    ['of fewer points', { points: 99n }],
    ['at another partner', { partnerId: OTHER_PARTNER }],
    ['of another member', { memberId: 'other' as MemberId }],
    ['that is used', { state: 'USED' }],
    ['that is open', { state: 'OPEN' }],
    ['whose time is over', { expiresAt: NOW }],
  ])('does not serve a request when it is one %s', (_what, change) => {
    expect(checkSpend(given(change), request)).toMatchObject({ refusal: { kind: 'StepUpNeeded' } });
  });

  it('is not asked of who is signed in as the member', () => {
    expect(checkSpend(facts({ stepUpAbove: 0n }), { ...request, isByMember: true }).ok).toBe(true);
  });
});

describe('an answer to a step-up', () => {
  const open: StepUp = { ...stepUp, state: 'OPEN', answeredAt: null, answeredBy: null };
  const answer = { challengeId: open.id, ofMember: MEMBER };
  it.each<[string, Parameters<typeof decideAnswer>, object]>([
    ['of none', [answer, null, NOW], { kind: 'StepUpNotFound' }],
    [
      "of another member's",
      [{ ...answer, ofMember: 'x' as MemberId }, open, NOW],
      { kind: 'StepUpNotFound' },
    ],
    ['of one that is over', [answer, { ...open, expiresAt: NOW }, NOW], { state: 'EXPIRED' }],
    ['of one that is denied', [answer, { ...open, state: 'DENIED' }, NOW], { state: 'DENIED' }],
  ])('is refused %s', (_what, given, told) => {
    expect(decideAnswer(...given)).toMatchObject({ ok: false, refusal: told });
  });

  it('may be for an operator to give for any member', () => {
    expect(decideAnswer({ ...answer, ofMember: null }, open, NOW).ok).toBe(true);
    expect(stepUpState({ ...open, state: 'USED', expiresAt: NOW }, NOW)).toBe('USED');
  });
});

describe('the lock on spending', () => {
  const lock = (by: SpendLock['by'], isLocked = true): SpendLock => ({
    memberId: MEMBER,
    isLocked,
    since: NOW,
    by,
    reason: null,
  });
  const wish = (isLocked: boolean, by: SpendLock['by']) => ({ isLocked, by, reason: null });
  it.each<[Parameters<typeof decideLock>, boolean | null]>([
    [[wish(true, 'MEMBER'), null], true],
    [[wish(true, 'MEMBER'), lock('MEMBER')], false],
    [[wish(true, 'MEMBER'), lock('OPERATOR')], false],
    [[wish(true, 'OPERATOR'), lock('MEMBER')], true],
    [[wish(true, 'OPERATOR'), lock('OPERATOR')], false],
    [[wish(false, 'MEMBER'), null], false],
    [[wish(false, 'MEMBER'), lock('MEMBER')], true],
    [[wish(false, 'MEMBER'), lock('OPERATOR')], null],
    [[wish(false, 'OPERATOR'), lock('OPERATOR')], true],
    [[wish(false, 'MEMBER'), lock('OPERATOR', false)], false],
  ])('%# is written when it changes: %o', (given, isWritten) => {
    const decided = decideLock(...given);
    if (isWritten === null) expect(decided).toMatchObject({ refusal: { kind: 'LockedByOperator' } });
    else expect(decided).toEqual({ ok: true, value: isWritten });
  });
});

describe('the terms of safe spending', () => {
  it.each<[keyof SafetySettings, Partial<SafetySettings>]>([
    ['pointsPerRedemptionMax', { pointsPerRedemptionMax: 0n }],
    ['pointsPerHourMax', { pointsPerHourMax: -1n }],
    ['pointsPerDayMax', { pointsPerDayMax: 10n ** 30n }],
    ['stepUpAbove', { stepUpAbove: -1n }],
    ['redemptionsPerDayMax', { redemptionsPerDayMax: 0 }],
    ['partnersPerDayMax', { partnersPerDayMax: 0 }],
    ['stepUpMinutes', { stepUpMinutes: 0 }],
  ])('cannot have such a %s', (field, settings) => {
    const decided = decideSafety({ ...NO_LIMITS, ...settings });
    expect(decided).toMatchObject({ refusal: { kind: 'SafetyTermsNotValid', field } });
  });

  it('may have no limits, or ask for every point', () => {
    expect(decideSafety({ ...NO_LIMITS, stepUpAbove: 0n }).ok).toBe(true);
  });
});
