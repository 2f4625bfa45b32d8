/**
 * The life of a new lot: from when it can be used and when it is gone, by the first policy that says so: the promotion
 * that gives it, the member's tier, the kind of wallet, the programme's terms.
 */
import { z } from 'zod';
import type { ExpiryGiver, LotMoments, LotTerms } from '../ledger/lot.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { type ActivationPolicy, activationBy } from './activation.js';
import { type ExpiryPolicy, expiryBy, expiryPolicy } from './expiry.js';

/** What one giver of rules says about a lot's life; null where it says nothing. */
export interface LifePolicies {
  readonly activation: ActivationPolicy | null;
  readonly expiry: ExpiryPolicy | null;
}

export interface LotLife extends LotMoments {
  readonly terms: LotTerms;
}

type CalendarTerms = Pick<ProgrammeTerms, 'activationDelayDays' | 'expiryMonths' | 'timeZone'>;

/** What a lot that waits keeps of the policies in force when it was earned. */
const afterEvent = z.object({ expiry: expiryPolicy, timeZone: z.string() });

/** What the programme's terms say: every lot has a policy at last. */
export function programmePolicies({ activationDelayDays: days, expiryMonths: months }: CalendarTerms): {
  readonly activation: ActivationPolicy;
  readonly expiry: ExpiryPolicy;
} {
  return {
    activation: days === 0 ? { by: 'NONE' } : { by: 'DELAY', days },
    expiry: months === null ? { by: 'NEVER' } : { by: 'AFTER', days: null, months, toEndOf: 'DAY' },
  };
}

/** The policies in force for a lot. @param givers - who may say, the first one to be asked first, the wallet last */
export function policiesFor(
  givers: readonly LifePolicies[],
  terms: CalendarTerms,
): {
  readonly activation: ActivationPolicy;
  readonly expiry: ExpiryPolicy;
  readonly expiryGiver: ExpiryGiver;
} {
  const { activation, expiry } = programmePolicies(terms);
  const giver = givers.findIndex((each) => each.expiry !== null);
  return {
    activation: givers.find((each) => each.activation !== null)?.activation ?? activation,
    expiry: givers[giver]?.expiry ?? expiry,
    expiryGiver: giver < 0 ? 'PROGRAMME' : giver === givers.length - 1 ? 'WALLET' : 'PROMOTION',
  };
}

/**
 * Gives the life of a lot earned at an instant.
 *
 * One that waits for an event has no expiry yet: its life is counted from the event (`lifeFromEvent`).
 */
export function lotLife(
  givers: readonly LifePolicies[],
  terms: CalendarTerms,
  at: { readonly earnedAt: Date; readonly lastRedeemedAt: Date | null },
): LotLife {
  const { timeZone } = terms;
  const { activation, expiry, expiryGiver } = policiesFor(givers, terms);
  const { activatesAt, cancelsAt } = activationBy(activation, at.earnedAt, timeZone);
  const expiresAt = activatesAt === null ? null : expiryBy(expiry, { ...at, activatesAt }, timeZone);
  const isMoved = expiryGiver !== 'PROMOTION' && looksAtMember(expiry);
  return {
    activatesAt,
    cancelsAt,
    expiresAt,
    terms: {
      expiryBy: expiryGiver,
      expiryPolicy: expiry.by,
      ownExpiresAt: isMoved ? null : expiresAt,
      afterEvent: activatesAt === null ? afterEvent.encode({ expiry, timeZone }) : null,
    },
  };
}

/** Whether later acts of the member move what the policy gives. */
export function looksAtMember({ by }: ExpiryPolicy): boolean {
  return by === 'INACTIVITY' || by === 'BALANCE_RESET' || by === 'WIPE_UNLESS_REDEEMED';
}

/** The life of a lot that waited, counted from the event by the policy that was in force when it was earned. */
export function lifeFromEvent(
  waiting: { readonly afterEvent: unknown; readonly expiryBy: ExpiryGiver },
  at: { readonly activatesAt: Date; readonly lastRedeemedAt: Date | null },
): { readonly expiresAt: Date | null; readonly ownExpiresAt: Date | null } {
  // A lot that was moved here from elsewhere brought no policy: nothing may take it away.
  if (waiting.afterEvent === null) return { expiresAt: null, ownExpiresAt: null };
  const { expiry, timeZone } = afterEvent.parse(waiting.afterEvent);
  // To a policy that looks at when points were earned, these come into being with the event.
  const expiresAt = expiryBy(expiry, { ...at, earnedAt: at.activatesAt }, timeZone);
  const isMoved = waiting.expiryBy !== 'PROMOTION' && looksAtMember(expiry);
  return { expiresAt, ownExpiresAt: isMoved ? null : expiresAt };
}
