/**
 * A run of the night: the steps of a business day in their fixed order, and how far they have come.
 *
 * A run does what was due by the start of its day, however many days nobody ran: so a missed night is caught up by the
 * next one, and runs of every day or one big run end with the same books.
 */
import { addDays, type Day, dayOf, startOfDay } from '../wallet-kinds/calendar-days.js';

/**
 * The order is part of the promise to members. Points become usable before anything takes them, and nothing lapses
 * before all that may spend it; so redeeming by itself and tiers belong between ACTIVATE and CANCEL.
 */
export const nightSteps = ['ACTIVATE', 'CANCEL', 'RESET_BALANCES', 'EXPIRE', 'RECHECK'] as const;
export type NightStep = (typeof nightSteps)[number];

export interface StepTally {
  readonly step: NightStep;
  readonly members: bigint;
  readonly lots: bigint;
  /** Of the shared currency. */
  readonly points: bigint;
  readonly finishedAt: Date | null;
}

export interface NightRun {
  readonly id: string;
  readonly day: Day;
  readonly timeZone: string;
  /** The start of the day: what was due by then is done. */
  readonly asOf: Date;
  /** What became usable by then was told by an earlier run. */
  readonly since: Date;
  readonly startedBy: string;
  readonly startedAt: Date;
  /** Null once it is finished. */
  readonly step: NightStep | null;
  readonly lastMemberId: string | null;
  readonly finishedAt: Date | null;
}

/** The day that has not begun, so that nothing of it is due. */
export interface NightNotDue {
  readonly kind: 'NightNotDue';
  readonly day: Day;
  readonly dueAt: Date;
}

/** A new run of a day. @param lastAsOf - how far the run before it came; null for the first one */
export function newRun(
  asked: { readonly id: string; readonly day: Day; readonly timeZone: string; readonly startedBy: string },
  lastAsOf: Date | null,
  now: Date,
): NightRun {
  const asOf = startOfDay(asked.day, asked.timeZone);
  const since = lastAsOf ?? startOfDay(addDays(asked.day, -1), asked.timeZone);
  return {
    ...asked,
    asOf,
    // A change of the programme's zone may let a day begin earlier than the one before it did.
    since: since < asOf ? since : asOf,
    startedAt: now,
    step: nightSteps[0],
    lastMemberId: null,
    finishedAt: null,
  };
}

export function stepAfter(step: NightStep): NightStep | null {
  return nightSteps[nightSteps.indexOf(step) + 1] ?? null;
}

/** The day to run when none is named: the one that has begun last. */
export function dueDay(now: Date, timeZone: string): Day {
  return dayOf(now, timeZone);
}

/** Refuses a day that has not begun. */
export function notDue(day: Day, now: Date, timeZone: string): NightNotDue | null {
  const dueAt = startOfDay(day, timeZone);
  return dueAt > now ? { kind: 'NightNotDue', day, dueAt } : null;
}
