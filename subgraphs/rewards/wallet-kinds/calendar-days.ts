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

/** So many days are remembered that a programme asks for again and again; then all are forgotten. */
const REMEMBERED_MAX = 10_000;

/** Remembers what follows from two words alone: every lot asks for the same few days, and a calendar is slow. */
function remembered<Answer>(find: (first: string, second: string | number) => Answer) {
  const known = new Map<string, Answer>();
  return (first: string, second: string | number): Answer => {
    const name = `${first} ${second}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    if (known.size === REMEMBERED_MAX) known.clear();
    const answer = find(first, second);
    known.set(name, answer);
    return answer;
  };
}

interface LocalDay {
  readonly day: Day;
  readonly starts: number;
  readonly ends: number;
}

/** The day that was asked for last in each zone: purchases come when they are made. */
const lastDays = new Map<string, LocalDay>();

/** Gives the local day of an instant. */
export function dayOf(at: Date, timeZone: string): Day {
  const ms = at.getTime();
  const last = lastDays.get(timeZone);
  if (last !== undefined && last.starts <= ms && ms < last.ends) return last.day;
  const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const day = zoned.toPlainDate().toString();
  lastDays.set(timeZone, { day, starts: startMs(day, timeZone), ends: startMs(addDays(day, 1), timeZone) });
  return day;
}

const startMs = remembered((day, timeZone) =>
  Number(Temporal.PlainDate.from(day).toZonedDateTime(String(timeZone)).epochMilliseconds),
);

/** Gives the first instant of a local day. */
export function startOfDay(day: Day, timeZone: string): Date {
  return new Date(startMs(day, timeZone));
}

export const addDays: (day: Day, days: number) => Day = remembered((day, days) =>
  Temporal.PlainDate.from(day)
    .add({ days: Number(days) })
    .toString(),
);

export const addMonths: (day: Day, months: number) => Day = remembered((day, months) =>
  Temporal.PlainDate.from(day)
    .add({ months: Number(months) }, { overflow: 'constrain' })
    .toString(),
);

/** Gives the first day of the calendar period in which a day lies; weeks begin on Monday (ISO 8601). */
export function firstDayOf(period: CalendarPeriod, day: Day): Day {
  return period === 'DAY' ? day : firstDay(day, period);
}

const firstDay = remembered((day, period) => {
  const date = Temporal.PlainDate.from(day);
  if (period === 'WEEK') return date.subtract({ days: date.dayOfWeek - 1 }).toString();
  const months = MONTHS[period as keyof typeof MONTHS];
  return date.with({ month: date.month - ((date.month - 1) % months), day: 1 }).toString();
});

/** Gives the first day after the calendar period in which a day lies. */
export function dayAfter(period: CalendarPeriod, day: Day): Day {
  const first = firstDayOf(period, day);
  if (period === 'DAY') return addDays(first, 1);
  return period === 'WEEK' ? addDays(first, 7) : addMonths(first, MONTHS[period]);
}
