/**
 * How what a member does moves the expiry of points that are there already: inactivity that begins anew, a whole
 * balance that is put off, a period that is saved by a redemption.
 *
 * An act never takes life away: points live at least as long as before it. Only a reset of the whole balance cuts
 * longer lives, and it leaves everyone a whole span once it is switched on.
 */
import type { MemberId } from '../../../shared/values/ids.js';
import type { EntryDraft } from '../ledger/entry.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import { type Activity, type ExpiryPolicy, inactiveAt, wipePeriodOf } from './expiry.js';

export interface Act {
  readonly memberId: MemberId;
  readonly unit: string;
  readonly activity: Activity;
  readonly at: Date;
}

type PolicyBy<By extends ExpiryPolicy['by']> = Extract<ExpiryPolicy, { by: By }>;

/** What entries tell of the activity of members: an earning in each unit that it gave, a capture of points. */
export function actsOf(entries: readonly (EntryDraft | null)[]): readonly Act[] {
  return entries.flatMap((entry): readonly Act[] => {
    if (entry === null) return [];
    const { kind, memberId, occurredAt, postedAt } = entry;
    // The clock of a till may run ahead of ours, and nobody is active in the future.
    const at = occurredAt < postedAt ? occurredAt : postedAt;
    if (kind === 'CAPTURE') return [{ memberId, unit: POINTS_UNIT, activity: 'REDEEM', at }];
    if (kind !== 'EARN') return [];
    const units = new Set(entry.newLots.map((lot) => lot.unit));
    return [...units].map((unit) => ({ memberId, unit, activity: 'EARN', at }));
  });
}

/** The latest of some instants; null when there is none. */
function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce(
    (last, each) => (each !== null && (last === null || each > last) ? each : last),
    null,
  );
}

function latestNamed(activities: readonly Activity[], acts: readonly Act[]): Date | null {
  return latest(acts.filter(({ activity }) => activities.includes(activity)).map(({ at }) => at));
}

/** Until when the acts of a member keep the points of a wallet alive; null when none of them is named. */
export function aliveUntil(
  policy: PolicyBy<'INACTIVITY'>,
  acts: readonly Act[],
  timeZone: string,
): Date | null {
  const last = latestNamed(policy.activities, acts);
  return last === null ? null : inactiveAt(policy, last, timeZone);
}

/** The ends of the periods that redemptions save from being wiped. */
export function savedPeriodEnds(
  policy: PolicyBy<'WIPE_UNLESS_REDEEMED'>,
  acts: readonly Act[],
  timeZone: string,
): readonly Date[] {
  const redeemed = acts.filter(({ activity }) => activity === 'REDEEM');
  return redeemed.flatMap(({ at }) => wipePeriodOf(policy, at, timeZone)?.end ?? []);
}

/** What is known of a balance that goes as a whole. */
export interface BalanceFacts {
  /** When it goes as things stand; null when the policy was not applied to the wallet yet. */
  readonly resetsAt: Date | null;
  /** Asked only while the policy was not applied. */
  readonly lastEarnedAt: Date | null;
  readonly lastRedeemedAt: Date | null;
}

/**
 * Gives when the whole balance goes.
 *
 * What would be gone already begins a new span: a policy that was just switched on, or a balance that begins anew,
 * takes nothing at once.
 */
export function balanceResetsAt(
  policy: PolicyBy<'BALANCE_RESET'>,
  facts: BalanceFacts,
  { acts, timeZone, now }: { readonly acts: readonly Act[]; readonly timeZone: string; readonly now: Date },
): Date {
  const isNew = facts.resetsAt === null;
  const isNamed = (activity: Activity): boolean => isNew && policy.activities.includes(activity);
  const last = latest([
    latestNamed(policy.activities, acts),
    isNamed('EARN') ? facts.lastEarnedAt : null,
    isNamed('REDEEM') ? facts.lastRedeemedAt : null,
  ]);
  const resetsAt = latest([facts.resetsAt, last === null ? null : inactiveAt(policy, last, timeZone)]);
  return resetsAt !== null && resetsAt > now ? resetsAt : inactiveAt(policy, now, timeZone);
}
