/**
 * In which instance of a board an instant counts: the month or ISO week in which it falls on the calendar of the
 * board's zone.
 *
 * Only local calendar dates are compared, never spans of 24 hours, so a day of 23 or 25 hours changes nothing. Keys
 * of one kind sort as text in the order of time.
 */
export const leaderboardWindows = ['ALL_TIME', 'MONTH', 'WEEK'] as const;
export type LeaderboardWindow = (typeof leaderboardWindows)[number];

const ALL_TIME_KEY = 'ALL_TIME';
const DAY_MS = 86_400_000;
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

/** Making a formatter costs a hundred times its use; the zones of a programme are few and known, so each is kept. */
const calendars = new Map<string, Intl.DateTimeFormat>();

/**
 * Tells whether a text is the name of an IANA time zone that is known here; a bare offset such as "+03:00" is
 * none.
 */
export function isTimeZone(name: string): boolean {
  if (!ZONE_NAME.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  const known = calendars.get(timeZone);
  if (known !== undefined) return known;
  const calendar = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  calendars.set(timeZone, calendar);
  return calendar;
}

/** Gives the local calendar date as the UTC midnight of the same date, on which whole-day arithmetic is safe. */
function localDate(instant: Date, timeZone: string): Date {
  const parts = calendarOf(timeZone).formatToParts(instant);
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
  return new Date(Date.UTC(part('year'), part('month') - 1, part('day')));
}

function twoDigits(value: number): string {
  return value.toString().padStart(2, '0');
}

function monthKey(date: Date): string {
  return `${date.getUTCFullYear()}-${twoDigits(date.getUTCMonth() + 1)}`;
}

/** ISO 8601: a week belongs to the year that has its Thursday, and week 1 has the year's first Thursday. */
function weekKey(date: Date): string {
  const daysSinceMonday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - daysSinceMonday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS));
  return `${year}-W${twoDigits(week)}`;
}

/** Gives the key of the window instance: `ALL_TIME`, `2026-11` or `2026-W47`. */
export function windowKey(instant: Date, window: LeaderboardWindow, timeZone: string): string {
  if (window === 'ALL_TIME') return ALL_TIME_KEY;
  const date = localDate(instant, timeZone);
  return window === 'MONTH' ? monthKey(date) : weekKey(date);
}

const KEY_SHAPES: Readonly<Record<LeaderboardWindow, RegExp>> = {
  ALL_TIME: /^ALL_TIME$/,
  MONTH: /^\d{4}-(0[1-9]|1[0-2])$/,
  WEEK: /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/,
};

/** Tells whether a text can be the key of an instance of such a window. */
export function isWindowKey(text: string, window: LeaderboardWindow): boolean {
  return KEY_SHAPES[window].test(text);
}
