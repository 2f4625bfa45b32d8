/** Who sits in a household, who owns it, and what a merge makes of two seats: decided without a database. */
import { describe, expect, it } from 'vitest';
import {
  HOUSEHOLD_MEMBERS_MAX,
  type Household,
  ownedHousehold,
  type Seat,
  withDrawLimit,
  withoutSeat,
  withRoom,
  withSeat,
  withSeatsJoined,
  withSeatTakenOver,
} from '../../../subgraphs/members/households/household.js';
import {
  answerable,
  type Invitation,
  invitable,
  OPEN_INVITATIONS_MAX,
} from '../../../subgraphs/members/invitations/invitation.js';
import { MONTHLY_LIMIT_MAX, monthlyLimit } from '../../../subgraphs/members/limits/monthly-limit.js';

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));
const seat = (memberId: string, joined: number, monthlyDrawLimit: bigint | null = null): Seat => ({
  memberId,
  joinedAt: day(joined),
  monthlyDrawLimit,
});

function household(...seats: Seat[]): Household {
  return { id: 'h', name: 'Home', ownerId: 'a', openedAt: day(1), closedAt: null, version: 1, seats };
}

describe('who may run a household', () => {
  const home = household(seat('a', 1), seat('b', 2));
  it.each([
    ['its owner', home, 'a', null],
    ['an operator', home, null, null],
    ['another member', home, 'b', 'NotHouseholdOwner'],
    ['a stranger', home, 'c', 'HouseholdNotFound'],
    ['an operator, once it is closed', { ...home, closedAt: day(9) }, null, 'HouseholdNotFound'],
    ['anybody, where there is none', null, 'a', 'HouseholdNotFound'],
  ])('%s', (_who, of, actorId, refusal) => {
    const decided = ownedHousehold('h', of, actorId);
    expect(decided.ok ? null : decided.refusal.kind).toBe(refusal);
  });
});

describe('a seat', () => {
  it('is free until there are seven', () => {
    const seats = Array.from({ length: HOUSEHOLD_MEMBERS_MAX }, (_, at) => seat(`m${at}`, at + 1));
    expect(withRoom(household(...seats.slice(1))).ok).toBe(true);
    expect(withRoom(household(...seats))).toEqual({
      ok: false,
      refusal: { kind: 'HouseholdFull', limit: HOUSEHOLD_MEMBERS_MAX },
    });
  });

  it('is in order of standing, and each change is a version', () => {
    const home = withSeat(household(seat('a', 5)), seat('b', 2));
    expect([home.version, home.seats.map(({ memberId }) => memberId)]).toEqual([2, ['b', 'a']]);
  });

  it('has a limit of its own', () => {
    const limited = withDrawLimit(household(seat('a', 1), seat('b', 2)), 'b', 5n);
    expect(limited.ok && limited.value.seats.map((each) => each.monthlyDrawLimit)).toEqual([null, 5n]);
    expect(withDrawLimit(household(seat('a', 1)), 'x', 5n)).toMatchObject({
      refusal: { kind: 'HouseholdMemberNotFound' },
    });
  });

  it('left by the owner makes the longest-standing one the owner; left by another changes no owner', () => {
    const home = household(seat('a', 1), seat('b', 2), seat('c', 3));
    expect(withoutSeat(home, 'a', day(9)).ownerId).toBe('b');
    expect(withoutSeat(home, 'b', day(9)).ownerId).toBe('a');
  });

  it('left by the last one closes the household', () => {
    expect(withoutSeat(household(seat('a', 1)), 'a', day(9))).toMatchObject({ closedAt: day(9), seats: [] });
  });

  it('taken over keeps its standing, limit and ownership', () => {
    const home = withSeatTakenOver(household(seat('a', 1, 7n), seat('b', 2)), 'a', 'z');
    expect(home).toMatchObject({ ownerId: 'z', seats: [seat('z', 1, 7n), seat('b', 2)] });
  });

  it.each([
    [5n, null, 5n],
    [null, 5n, 5n],
    [5n, 3n, 3n],
    [3n, 5n, 3n],
    [0n, 5n, 0n],
    [null, null, null],
  ])(
    'of limit %s joined with one of limit %s has %s, the elder standing and the ownership',
    (a, b, limit) => {
      const home = withSeatsJoined(household(seat('a', 1, a), seat('b', 2), seat('c', 3, b)), 'a', 'c');
      expect(home).toMatchObject({ ownerId: 'c', seats: [seat('c', 1, limit), seat('b', 2)] });
    },
  );
});

describe('an invitation', () => {
  const open: Invitation = {
    id: 'i',
    householdId: 'h',
    memberId: 'b',
    monthlyDrawLimit: null,
    state: 'OPEN',
    invitedAt: day(1),
  };

  it('is answered by the invited while it is open', () => {
    expect(answerable('i', open, 'b').ok).toBe(true);
    expect(answerable('i', open, 'c')).toMatchObject({ refusal: { kind: 'InvitationNotFound' } });
    expect(answerable('i', null, 'b')).toMatchObject({ refusal: { kind: 'InvitationNotFound' } });
    const ended = { ...open, state: 'DECLINED' as const };
    expect(answerable('i', ended, 'b')).toMatchObject({
      refusal: { kind: 'InvitationNotOpen', state: 'DECLINED' },
    });
  });

  it('is not sent twice to one, nor to too many', () => {
    expect(invitable([open], 'c').ok).toBe(true);
    expect(invitable([open], 'b')).toMatchObject({ refusal: { kind: 'AlreadyInvited', invitationId: 'i' } });
    const many = Array.from({ length: OPEN_INVITATIONS_MAX }, (_, at) => ({ ...open, memberId: `m${at}` }));
    expect(invitable(many, 'c')).toMatchObject({ refusal: { kind: 'InvitationLimitReached' } });
  });
});

describe('a monthly limit', () => {
  it.each([[null], [0n], [1n], [MONTHLY_LIMIT_MAX]])('may be %s', (points) => {
    expect(monthlyLimit(points)).toEqual({ ok: true, value: points });
  });

  it.each([[-1n], [MONTHLY_LIMIT_MAX + 1n]])('may not be %s', (points) => {
    expect(monthlyLimit(points)).toMatchObject({
      refusal: { kind: 'LimitNotValid', limitMax: MONTHLY_LIMIT_MAX },
    });
  });

  it('that is left out is none', () => {
    expect(monthlyLimit(undefined)).toEqual({ ok: true, value: null });
  });
});
