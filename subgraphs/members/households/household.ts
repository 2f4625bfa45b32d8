/**
 * A household: members who pool their points, one of whom owns it. Decisions give the household as it will be.
 *
 * It has an owner who sits in it for as long as anybody does; when the last one leaves it is closed for ever.
 */
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

/** As airlines' household accounts have it: a large family, and no club. */
export const HOUSEHOLD_MEMBERS_MAX = 7;

export interface Seat {
  readonly memberId: string;
  readonly joinedAt: Date;
  /** The most that this member may draw from the points of the others in a calendar month; null for no limit. */
  readonly monthlyDrawLimit: Points | null;
}

export interface Household {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly version: number;
  /** Longest-standing first. */
  readonly seats: readonly Seat[];
}

export interface HouseholdNotFound {
  readonly kind: 'HouseholdNotFound';
  readonly householdId: string;
}

export interface NotHouseholdOwner {
  readonly kind: 'NotHouseholdOwner';
  readonly householdId: string;
}

export interface HouseholdMemberNotFound {
  readonly kind: 'HouseholdMemberNotFound';
  readonly memberId: string;
}

export interface HouseholdFull {
  readonly kind: 'HouseholdFull';
  readonly limit: number;
}

export interface AlreadyInHousehold {
  readonly kind: 'AlreadyInHousehold';
  readonly memberId: string;
}

export function seatOf(household: Household, memberId: string): Seat | undefined {
  return household.seats.find((seat) => seat.memberId === memberId);
}

/**
 * Tells whether somebody may run the household.
 *
 * @param actorId - the member who asks; null for an operator
 */
export function ownedHousehold(
  householdId: string,
  household: Household | null,
  actorId: string | null,
): Result<Household, HouseholdNotFound | NotHouseholdOwner> {
  const isKnown =
    household !== null &&
    household.closedAt === null &&
    (actorId === null || seatOf(household, actorId) !== undefined);
  // A stranger is not told that there is one.
  if (!isKnown) return refused({ kind: 'HouseholdNotFound', householdId });
  if (actorId !== null && actorId !== household.ownerId)
    return refused({ kind: 'NotHouseholdOwner', householdId });
  return ok(household);
}

export function withRoom(household: Household): Result<Household, HouseholdFull> {
  if (household.seats.length < HOUSEHOLD_MEMBERS_MAX) return ok(household);
  return refused({ kind: 'HouseholdFull', limit: HOUSEHOLD_MEMBERS_MAX });
}

export function withSeat(household: Household, seat: Seat): Household {
  return nextOf(household, { seats: byStanding([...household.seats, seat]) });
}

export function withDrawLimit(
  household: Household,
  memberId: string,
  monthlyDrawLimit: Points | null,
): Result<Household, HouseholdMemberNotFound> {
  if (seatOf(household, memberId) === undefined) {
    return refused({ kind: 'HouseholdMemberNotFound', memberId });
  }
  const seats = household.seats.map((seat) =>
    seat.memberId === memberId ? { ...seat, monthlyDrawLimit } : seat,
  );
  return ok(nextOf(household, { seats }));
}

/** The owner's leaving makes the longest-standing of the others the owner; the last one's closes the household. */
export function withoutSeat(household: Household, memberId: string, at: Date): Household {
  const seats = household.seats.filter((seat) => seat.memberId !== memberId);
  const [heir] = seats;
  if (heir === undefined) return nextOf(household, { seats, closedAt: at });
  return nextOf(household, {
    seats,
    ownerId: household.ownerId === memberId ? heir.memberId : household.ownerId,
  });
}

/** Lets one member sit where another sat, with its limit, its standing and its ownership. */
export function withSeatTakenOver(household: Household, fromMemberId: string, toMemberId: string): Household {
  const seats = household.seats.map((seat) =>
    seat.memberId === fromMemberId ? { ...seat, memberId: toMemberId } : seat,
  );
  return nextOf(household, {
    seats: byStanding(seats),
    ownerId: household.ownerId === fromMemberId ? toMemberId : household.ownerId,
  });
}

/** Joins two seats that turned out to be one person's: the elder standing, the tighter limit, either's ownership. */
export function withSeatsJoined(household: Household, goingId: string, stayingId: string): Household {
  const going = seatOf(household, goingId);
  const seats = household.seats
    .filter((seat) => seat.memberId !== goingId)
    .map((seat) => (seat.memberId === stayingId && going !== undefined ? joined(seat, going) : seat));
  return nextOf(household, {
    seats: byStanding(seats),
    ownerId: household.ownerId === goingId ? stayingId : household.ownerId,
  });
}

function joined(seat: Seat, going: Seat): Seat {
  const limits = [seat.monthlyDrawLimit, going.monthlyDrawLimit].filter((limit) => limit !== null);
  const [first = null, second = first] = limits;
  const monthlyDrawLimit = first !== null && second !== null && second < first ? second : first;
  return {
    memberId: seat.memberId,
    joinedAt: going.joinedAt < seat.joinedAt ? going.joinedAt : seat.joinedAt,
    monthlyDrawLimit,
  };
}

/** By the day of joining, and by id where two joined in one instant, so that everybody sees the same heir. */
function byStanding(seats: readonly Seat[]): Seat[] {
  return [...seats].sort(
    (a, b) => a.joinedAt.getTime() - b.joinedAt.getTime() || (a.memberId < b.memberId ? -1 : 1),
  );
}

function nextOf(household: Household, changes: Partial<Household>): Household {
  return { ...household, ...changes, version: household.version + 1 };
}
