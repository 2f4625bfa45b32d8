/**
 * When the points of a purchase become usable and when they lapse, in the programme's time zone.
 *
 * Days begin at local midnight, also where a change of the clock skips it. Month arithmetic clamps: 31 January plus
 * one month is the last day of February. A lot lapses at the end of its last day, kept as the first instant at which
 * it is gone.
 */
import { Temporal } from 'temporal-polyfill';
import type { TermsSettings } from './terms.js';

type CalendarTerms = Pick<TermsSettings, 'activationDelayDays' | 'expiryMonths' | 'timeZone'>;

function localDay(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

function startOfDay(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
}

/** Gives the instant from which points can be spent: at once, or from the start of the day when the delay is over. */
export function activationOf(purchasedAt: Date, terms: CalendarTerms): Date {
  if (terms.activationDelayDays === 0) return purchasedAt;
  const day = localDay(purchasedAt, terms.timeZone).add({ days: terms.activationDelayDays });
  return startOfDay(day, terms.timeZone);
}

/** Gives the first instant at which the points are gone, or null when they never expire. */
export function expiryOf(activatesAt: Date, terms: CalendarTerms): Date | null {
  if (terms.expiryMonths === null) return null;
  const lastDay = localDay(activatesAt, terms.timeZone).add(
    { months: terms.expiryMonths },
    { overflow: 'constrain' },
  );
  return startOfDay(lastDay.add({ days: 1 }), terms.timeZone);
}
