/** How acts move the expiry of points: clamped months, the zone's days, late acts, and what begins anew. */
import { describe, expect, it } from 'vitest';
import type { MemberId } from '../../../shared/values/ids.js';
import type { Activity } from '../../../subgraphs/rewards/wallet-kinds/expiry.js';
import {
  type Act,
  aliveUntil,
  balanceResetsAt,
  savedPeriodEnds,
} from '../../../subgraphs/rewards/wallet-kinds/expiry-moves.js';
import { lifeFromEvent, lotLife } from '../../../subgraphs/rewards/wallet-kinds/lot-life.js';

const ZONE = 'Europe/Berlin';
const at = (text: string) => new Date(text);
const did = (activity: Activity, text: string): Act => ({
  memberId: 'anna' as MemberId,
  unit: 'PTS',
  activity,
  at: at(text),
});

describe('inactivity', () => {
  const policy = { by: 'INACTIVITY', days: null, months: 1, activities: ['EARN'] } as const;
  const until = (...acts: Act[]) => aliveUntil({ ...policy, activities: ['EARN'] }, acts, ZONE);

  it.each([
    ['a month after 31 January is the last day of February', '2026-01-31T12:00:00Z', '2026-02-28T23:00:00Z'],
    ['the day of the act is that of the zone', '2026-03-09T23:30:00Z', '2026-04-10T22:00:00Z'],
    ['it ends with the day, whatever the hour', '2026-05-10T00:01:00Z', '2026-06-10T22:00:00Z'],
  ])('%s', (_case, acted, expected) => {
    expect(until(did('EARN', acted))).toEqual(at(expected));
  });

  it('counts from the latest of the named acts, in whatever order they come', () => {
    const acts = [did('EARN', '2026-05-10T12:00:00Z'), did('EARN', '2026-04-01T12:00:00Z')];
    expect(until(...acts, did('REDEEM', '2026-05-20T12:00:00Z'))).toEqual(at('2026-06-10T22:00:00Z'));
    expect(until(did('REDEEM', '2026-05-20T12:00:00Z'))).toBeNull();
  });
});

describe('a reset of the balance', () => {
  const policy = {
    by: 'BALANCE_RESET' as const,
    days: 30,
    months: null,
    activities: ['REDEEM' as const],
    effectiveFrom: at('2026-06-01T00:00:00Z'),
  };
  const now = at('2026-06-02T10:00:00Z');
  const never = { resetsAt: null, lastEarnedAt: null, lastRedeemedAt: null };
  const asked = { acts: [], timeZone: ZONE, now };

  it('leaves a whole span from the day on which it takes effect', () => {
    const facts = { ...never, lastRedeemedAt: at('2020-01-01T00:00:00Z') };
    expect(balanceResetsAt(policy, facts, asked)).toEqual(at('2026-07-01T22:00:00Z'));
  });

  it('takes nothing at once, however long ago it was to take effect', () => {
    const old = { ...policy, effectiveFrom: at('2020-01-01T00:00:00Z') };
    const facts = { ...never, lastRedeemedAt: at('2020-01-01T00:00:00Z') };
    expect(balanceResetsAt(old, facts, asked)).toEqual(at('2026-07-02T22:00:00Z'));
    expect(balanceResetsAt(old, never, asked)).toEqual(at('2026-07-02T22:00:00Z'));
  });

  it('is put off by a named act, never brought forward by a late one', () => {
    const facts = { ...never, resetsAt: at('2026-07-20T22:00:00Z') };
    const acts = [did('REDEEM', '2026-06-02T09:00:00Z')];
    expect(balanceResetsAt(policy, facts, { ...asked, acts })).toEqual(at('2026-07-20T22:00:00Z'));
    const soon = { ...never, resetsAt: at('2026-06-05T22:00:00Z') };
    expect(balanceResetsAt(policy, soon, { ...asked, acts })).toEqual(at('2026-07-02T22:00:00Z'));
    const other = [did('EARN', '2026-06-02T09:00:00Z')];
    expect(balanceResetsAt(policy, soon, { ...asked, acts: other })).toEqual(at('2026-06-05T22:00:00Z'));
  });

  it('begins anew for a balance that begins anew', () => {
    const gone = { ...never, resetsAt: at('2026-05-01T22:00:00Z') };
    const acts = [did('EARN', '2026-06-02T09:00:00Z')];
    expect(balanceResetsAt(policy, gone, { ...asked, acts })).toEqual(at('2026-07-02T22:00:00Z'));
  });
});

describe('a wipe unless redeemed', () => {
  const policy = {
    by: 'WIPE_UNLESS_REDEEMED' as const,
    months: 6,
    effectiveFrom: at('2022-07-25T00:00:00Z'),
  };

  it('is called off for the period of each redemption, counted from the day it took effect', () => {
    const acts = [did('REDEEM', '2022-07-24T12:00:00Z'), did('REDEEM', '2023-01-24T22:59:59Z')];
    expect(savedPeriodEnds(policy, acts, ZONE)).toEqual([at('2023-01-24T23:00:00Z')]);
    expect(savedPeriodEnds(policy, [did('REDEEM', '2023-01-24T23:00:00Z')], ZONE)).toEqual([
      at('2023-07-24T22:00:00Z'),
    ]);
    expect(savedPeriodEnds(policy, [did('EARN', '2022-08-01T12:00:00Z')], ZONE)).toEqual([]);
  });
});

describe('the life of a lot that waited', () => {
  const terms = { activationDelayDays: 0, expiryMonths: null, timeZone: ZONE };
  const wallet = {
    activation: { by: 'EVENT', cancelAfterDays: 14 },
    expiry: { by: 'AFTER', days: null, months: 1, toEndOf: 'DAY' },
  } as const;

  it('is counted from the event by the policy of the earning', () => {
    const { terms: kept } = lotLife([wallet], terms, {
      earnedAt: at('2026-01-01T12:00:00Z'),
      lastRedeemedAt: null,
    });
    expect(kept.ownExpiresAt).toBeNull();
    // As it comes back from the database.
    const afterEvent: unknown = JSON.parse(JSON.stringify(kept.afterEvent));
    const life = lifeFromEvent(
      { ...kept, afterEvent },
      { activatesAt: at('2026-01-31T12:00:00Z'), lastRedeemedAt: null },
    );
    expect(life).toEqual({ expiresAt: at('2026-02-28T23:00:00Z'), ownExpiresAt: at('2026-02-28T23:00:00Z') });
  });
});
