/**
 * Days, months and periods of the programme's calendar, in its time zone.
 *
 * A day is its ISO text, such as "2026-02-28". It begins at local midnight, also where a change of the clock skips it.
 * Month arithmetic clamps: 31 January plus one month is the last day of February.
 */
import { Temporal } from 'temporal-polyfill';

export type Day = string;
export type CalendarPeriod = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'HALF_YEAR' | 'YEAR';

const MONTHS: Readonly<Record<Exclude<CalendarPeriod, 'DAY' | 'WEEK'>, number>> = {
  MONTH: 1,
  QUARTER: 3,
  HALF_YEAR: 6,
  YEAR: 12,
};

/** Gives the local day of an instant. */
export function dayOf(at: Date, timeZone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/** Gives the first instant of a local day. */
export function startOfDay(day: Day, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }, { overflow: 'constrain' }).toString();
}

/** Gives the first day of the calendar period in which a day lies; weeks begin on Monday (ISO 8601). */
export function firstDayOf(period: CalendarPeriod, day: Day): Day {
  const date = Temporal.PlainDate.from(day);
  if (period === 'DAY') return day;
  if (period === 'WEEK') return date.subtract({ days: date.dayOfWeek - 1 }).toString();
  const months = MONTHS[period];
  return date.with({ month: date.month - ((date.month - 1) % months), day: 1 }).toString();
}

/** Gives the first day after the calendar period in which a day lies. */
export function dayAfter(period: CalendarPeriod, day: Day): Day {
  const first = firstDayOf(period, day);
  if (period === 'DAY') return addDays(first, 1);
  return period === 'WEEK' ? addDays(first, 7) : addMonths(first, MONTHS[period]);
}
