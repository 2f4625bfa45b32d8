/**
 * When a lot becomes usable: at once, after days, on a date, or when an event says so.
 *
 * A lot that waits for an event has a last day: without the event it is cancelled then. How long a lot lives is counted
 * from its activation, never from the purchase.
 */
import { z } from 'zod';
import { addDays, dayOf, startOfDay } from './calendar-days.js';

const date = z.iso
  .date()
  .refine((text) => text >= '2000-01-01' && text <= '2199-12-31', 'a date from 2000 to 2199');

export const activationPolicy = z.discriminatedUnion('by', [
  z.object({ by: z.literal('NONE') }),
  z.object({ by: z.literal('DELAY'), days: z.int().min(1).max(3650) }),
  /** Usable from the start of a day; earned later, at once. */
  z.object({ by: z.literal('DATE'), date }),
  /** Usable when the event is told; cancelled when none was by the end of the last day. */
  z.object({ by: z.literal('EVENT'), cancelAfterDays: z.int().min(1).max(3650) }),
]);

export type ActivationPolicy = z.output<typeof activationPolicy>;

export interface Activation {
  /** Null until the event that the lot waits for. */
  readonly activatesAt: Date | null;
  /** The first instant at which a lot that still waits is cancelled. */
  readonly cancelsAt: Date | null;
}

/** Gives when a lot earned at an instant becomes usable, in the programme's zone. */
export function activationBy(policy: ActivationPolicy, earnedAt: Date, timeZone: string): Activation {
  switch (policy.by) {
    case 'NONE':
      return { activatesAt: earnedAt, cancelsAt: null };
    case 'DELAY':
      return {
        activatesAt: startOfDay(addDays(dayOf(earnedAt, timeZone), policy.days), timeZone),
        cancelsAt: null,
      };
    case 'DATE': {
      const start = startOfDay(policy.date, timeZone);
      return { activatesAt: start > earnedAt ? start : earnedAt, cancelsAt: null };
    }
    case 'EVENT': {
      const lastDay = addDays(dayOf(earnedAt, timeZone), policy.cancelAfterDays);
      return { activatesAt: null, cancelsAt: startOfDay(addDays(lastDay, 1), timeZone) };
    }
  }
}
