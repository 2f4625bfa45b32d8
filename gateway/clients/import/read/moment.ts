/**
 * Dates of a file as instants. ISO 8601 is always understood; other orders of day and month only when they were
 * named, because
 * `03/04/2011` is two different days.
 */
import { Temporal } from 'temporal-polyfill';

export type DateOrder = 'iso' | 'dmy' | 'mdy';

interface DateForm {
  readonly order: DateOrder;
  /** The zone of dates that do not name their own. */
  readonly timeZone: string;
}

const LOCAL = /^(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;

/** Which of the three figures of a date is the year, the month and the day. */
const PLACES: Readonly<Record<DateOrder, readonly [year: number, month: number, day: number]>> = {
  iso: [1, 2, 3],
  dmy: [3, 2, 1],
  mdy: [3, 1, 2],
};

/** Gives a reader of dates of one form; it gives null for a text that is no date. */
export function dateReader(form: DateForm): (written: string) => Date | null {
  // Lines of one receipt repeat its date.
  let last: { readonly written: string; readonly at: Date | null } = { written: '', at: null };
  return (written) => {
    if (last.written !== written) last = { written, at: instantOf(written.trim(), form) };
    return last.at;
  };
}

function instantOf(text: string, { order, timeZone }: DateForm): Date | null {
  try {
    if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) && text.includes(':')) {
      return new Date(Temporal.Instant.from(text.replace(' ', 'T')).epochMilliseconds);
    }
    const found = LOCAL.exec(text);
    if (found === null) return null;
    const figures = found.map((figure) => Number(figure ?? 0));
    const [year, month, day] = PLACES[order].map((place) => figures[place]) as [number, number, number];
    if (year < 1000) return null;
    const [hour = 0, minute = 0, second = 0] = figures.slice(4);
    const local = Temporal.PlainDateTime.from(
      { year, month, day, hour, minute, second },
      { overflow: 'reject' },
    );
    return new Date(local.toZonedDateTime(timeZone).epochMilliseconds);
  } catch {
    return null;
  }
}
