/**
 * When a lot lapses: the policies of expiry, each giving the first instant at which the points are gone.
 *
 * A lot lapses at the end of its last day in the programme's zone. Policies that look at what the member does give the
 * expiry as it stands when the lot is made; `expiry-moves.ts` says how later acts move it.
 */
import { z } from 'zod';
import { addDays, addMonths, type Day, dayAfter, dayOf, startOfDay } from './calendar-days.js';

const span = {
  days: z.int().min(1).max(36_500).nullable(),
  months: z.int().min(1).max(1200).nullable(),
};
const hasOneSpan = ({
  days,
  months,
}: {
  readonly days: number | null;
  readonly months: number | null;
}): boolean => (days === null) !== (months === null);
const ONE_SPAN = { message: 'either days or months', path: ['days'] };

export const activities = ['EARN', 'REDEEM'] as const;
export type Activity = (typeof activities)[number];

const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (value) => value.toISOString(),
});

export const expiryPolicy = z.discriminatedUnion('by', [
  z.object({ by: z.literal('NEVER') }),
  /** Days or months after activation, and then to the end of the calendar period in which that lies. */
  z
    .object({
      by: z.literal('AFTER'),
      ...span,
      toEndOf: z.enum(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'HALF_YEAR', 'YEAR']),
    })
    .refine(hasOneSpan, ONE_SPAN),
  /** At the end of the first of some days of the year, such as "09-30", that lies so many months after activation. */
  z.object({
    by: z.literal('CALENDAR'),
    afterMonths: z.int().min(0).max(1200),
    days: z
      .array(z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/))
      .min(1)
      .max(12),
  }),
  /** So long after the last of the named activities: each of them moves the expiry of every open lot. */
  z
    .object({ by: z.literal('INACTIVITY'), ...span, activities: z.array(z.enum(activities)).min(1) })
    .refine(hasOneSpan, ONE_SPAN),
  /** The whole balance goes at once after inactivity; nothing goes sooner than so long after `effectiveFrom`. */
  z
    .object({
      by: z.literal('BALANCE_RESET'),
      ...span,
      activities: z.array(z.enum(activities)).min(1),
      effectiveFrom: instant,
    })
    .refine(hasOneSpan, ONE_SPAN),
  /**
   * What was earned in a period of months, counted from `effectiveFrom`, is wiped at its end unless something was
   * redeemed in it. What was earned earlier is untouched.
   */
  z.object({
    by: z.literal('WIPE_UNLESS_REDEEMED'),
    months: z.int().min(1).max(120),
    effectiveFrom: instant,
  }),
]);

export type ExpiryPolicy = z.output<typeof expiryPolicy>;

export interface ExpiryMoments {
  readonly earnedAt: Date;
  /** The lot's activation, or for one that waits for an event the instant from which it would count. */
  readonly activatesAt: Date;
  /** When the member last redeemed in this unit. */
  readonly lastRedeemedAt: Date | null;
}

interface Span {
  readonly days: number | null;
  readonly months: number | null;
}

export function after(day: Day, { days, months }: Span): Day {
  return months === null ? addDays(day, days ?? 0) : addMonths(day, months);
}

/** Gives the first instant at which a new lot is gone; null when it never lapses as things stand. */
export function expiryBy(policy: ExpiryPolicy, at: ExpiryMoments, timeZone: string): Date | null {
  const activation = dayOf(at.activatesAt, timeZone);
  switch (policy.by) {
    case 'NEVER':
      return null;
    case 'AFTER':
      return startOfDay(dayAfter(policy.toEndOf, after(activation, policy)), timeZone);
    case 'CALENDAR':
      return startOfDay(
        addDays(firstOf(policy.days, addMonths(activation, policy.afterMonths)), 1),
        timeZone,
      );
    case 'INACTIVITY':
    case 'BALANCE_RESET':
      return inactiveAt(policy, at.activatesAt, timeZone);
    case 'WIPE_UNLESS_REDEEMED': {
      const period = wipePeriodOf(policy, at.earnedAt, timeZone);
      const isSaved = period === null || (at.lastRedeemedAt !== null && isIn(period, at.lastRedeemedAt));
      return isSaved ? null : period.end;
    }
  }
}

/** The end of the last day of inactivity when nothing more is done after an instant. */
export function inactiveAt(
  policy: Extract<ExpiryPolicy, { by: 'INACTIVITY' | 'BALANCE_RESET' }>,
  activeAt: Date,
  timeZone: string,
): Date {
  const from =
    policy.by === 'BALANCE_RESET' && policy.effectiveFrom > activeAt ? policy.effectiveFrom : activeAt;
  return startOfDay(addDays(after(dayOf(from, timeZone), policy), 1), timeZone);
}

/** The first of the days of the year that lies on or after a day. A 29 February is the 28th where there is none. */
function firstOf(days: readonly string[], from: Day): Day {
  const year = Number(from.slice(0, 4));
  const found = [year, year + 1]
    .flatMap((each) => days.map((monthDay) => clampedDay(each, monthDay)))
    .filter((day) => day >= from)
    .sort();
  return found[0] ?? from;
}

function clampedDay(year: number, monthDay: string): Day {
  const [month = 1, day = 1] = monthDay.split('-').map(Number);
  const first = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
  const last = addDays(addMonths(first, 1), -1);
  const wanted = `${first.slice(0, 8)}${String(day).padStart(2, '0')}`;
  return wanted > last ? last : wanted;
}

export interface Period {
  readonly start: Date;
  /** The first instant after it. */
  readonly end: Date;
}

export function isIn(period: Period, at: Date): boolean {
  return period.start <= at && at < period.end;
}

/** The period of a wipe in which an instant lies; null before the policy took effect. */
export function wipePeriodOf(
  { months, effectiveFrom }: { readonly months: number; readonly effectiveFrom: Date },
  at: Date,
  timeZone: string,
): Period | null {
  if (at < effectiveFrom) return null;
  const first = dayOf(effectiveFrom, timeZone);
  // Whole months passed by the calendar's numbers alone may be one too many, so the search begins one period before.
  const passed = monthNumber(dayOf(at, timeZone)) - monthNumber(first);
  let number = Math.max(0, Math.floor(passed / months) - 1);
  while (startOfDay(addMonths(first, (number + 1) * months), timeZone) <= at) number += 1;
  return {
    start: startOfDay(addMonths(first, number * months), timeZone),
    end: startOfDay(addMonths(first, (number + 1) * months), timeZone),
  };
}

function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
