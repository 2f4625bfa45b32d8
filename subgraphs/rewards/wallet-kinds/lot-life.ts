/**
 * The life of a new lot: from when it can be used and when it is gone, by the first policy that says so: the promotion
 * that gives it, the member's tier, the kind of wallet, the programme's terms.
 */
import type { ProgrammeTerms } from '../programme/terms.js';
import { type ActivationPolicy, activationBy } from './activation.js';
import { type ExpiryPolicy, expiryBy } from './expiry.js';

/** What one giver of rules says about a lot's life; null where it says nothing. */
export interface LifePolicies {
  readonly activation: ActivationPolicy | null;
  readonly expiry: ExpiryPolicy | null;
}

export interface LotLife {
  readonly activatesAt: Date | null;
  readonly cancelsAt: Date | null;
  readonly expiresAt: Date | null;
}

type CalendarTerms = Pick<ProgrammeTerms, 'activationDelayDays' | 'expiryMonths' | 'timeZone'>;

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

/** The policies in force for a lot. @param givers - who may say, the first one to be asked first */
export function policiesFor(
  givers: readonly LifePolicies[],
  terms: CalendarTerms,
): { readonly activation: ActivationPolicy; readonly expiry: ExpiryPolicy } {
  const { activation, expiry } = programmePolicies(terms);
  return {
    activation: givers.find((giver) => giver.activation !== null)?.activation ?? activation,
    expiry: givers.find((giver) => giver.expiry !== null)?.expiry ?? expiry,
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
  const { activation, expiry } = policiesFor(givers, terms);
  const { activatesAt, cancelsAt } = activationBy(activation, at.earnedAt, terms.timeZone);
  const expiresAt = activatesAt === null ? null : expiryBy(expiry, { ...at, activatesAt }, terms.timeZone);
  return { activatesAt, cancelsAt, expiresAt };
}
