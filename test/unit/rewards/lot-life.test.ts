/** How long a lot lives: activation and expiry by the calendar of the programme's time zone, and who has the say. */
import { describe, expect, it } from 'vitest';
import { activationBy } from '../../../subgraphs/rewards/wallet-kinds/activation.js';
import { type ExpiryPolicy, expiryBy } from '../../../subgraphs/rewards/wallet-kinds/expiry.js';
import { lotLife } from '../../../subgraphs/rewards/wallet-kinds/lot-life.js';

const ZONE = 'Europe/Berlin';
const at = (text: string) => new Date(text);
const afterMonth: ExpiryPolicy = { by: 'AFTER', days: null, months: 1, toEndOf: 'DAY' };

function expiry(policy: ExpiryPolicy, activatesAt: string, zone = ZONE, lastRedeemedAt: Date | null = null) {
  return expiryBy(policy, { earnedAt: at(activatesAt), activatesAt: at(activatesAt), lastRedeemedAt }, zone);
}

describe('expiry after months', () => {
  it.each([
    ['an ordinary month', '2026-03-10T09:00:00Z', '2026-04-10T22:00:00Z'],
    ['31 January plus a month is the end of February', '2026-01-31T09:00:00Z', '2026-02-28T23:00:00Z'],
    ['in a leap year it is the 29th', '2028-01-31T09:00:00Z', '2028-02-29T23:00:00Z'],
    ['the day is that of the zone, not of UTC', '2026-03-09T23:30:00Z', '2026-04-10T22:00:00Z'],
  ])('%s', (_case, activatesAt, expiresAt) => {
    expect(expiry(afterMonth, activatesAt)).toEqual(at(expiresAt));
  });

  it('is the first instant of a day that has no midnight', () => {
    expect(expiry(afterMonth, '2024-02-29T10:00:00Z', 'Asia/Beirut')).toEqual(at('2024-03-29T22:00:00Z'));
  });
});

describe('expiry', () => {
  it('never comes when the policy says so', () => {
    expect(expiry({ by: 'NEVER' }, '2026-01-01T00:00:00Z')).toBeNull();
  });

  it.each([
    ['DAY', '2026-05-20T22:00:00Z'],
    ['WEEK', '2026-05-24T22:00:00Z'],
    ['MONTH', '2026-05-31T22:00:00Z'],
    ['QUARTER', '2026-06-30T22:00:00Z'],
    ['HALF_YEAR', '2026-06-30T22:00:00Z'],
    ['YEAR', '2026-12-31T23:00:00Z'],
  ] as const)('after ten days runs to the end of the %s', (toEndOf, expected) => {
    const policy: ExpiryPolicy = { by: 'AFTER', days: 10, months: null, toEndOf };
    expect(expiry(policy, '2026-05-10T12:00:00Z')).toEqual(at(expected));
  });

  it('by the calendar comes on the first named day after the months', () => {
    const policy: ExpiryPolicy = { by: 'CALENDAR', afterMonths: 36, days: ['09-30'] };
    expect(expiry(policy, '2026-05-10T12:00:00Z')).toEqual(at('2029-09-30T22:00:00Z'));
    expect(expiry(policy, '2026-10-01T12:00:00Z')).toEqual(at('2030-09-30T22:00:00Z'));
    const leap: ExpiryPolicy = { by: 'CALENDAR', afterMonths: 0, days: ['02-29'] };
    expect(expiry(leap, '2026-01-01T12:00:00Z')).toEqual(at('2026-02-28T23:00:00Z'));
  });

  it('by inactivity counts from the last activity', () => {
    const policy: ExpiryPolicy = { by: 'INACTIVITY', days: 30, months: null, activities: ['EARN'] };
    expect(expiry(policy, '2026-05-10T12:00:00Z')).toEqual(at('2026-06-09T22:00:00Z'));
  });

  it('by a reset spares what is there when it is switched on', () => {
    const effectiveFrom = at('2026-08-01T00:00:00Z');
    const policy: ExpiryPolicy = {
      by: 'BALANCE_RESET',
      days: null,
      months: 1,
      activities: ['EARN', 'REDEEM'],
      effectiveFrom,
    };
    expect(expiry(policy, '2026-05-10T12:00:00Z')).toEqual(at('2026-09-01T22:00:00Z'));
  });

  it('by a wipe comes at the end of the period, spares what was earlier, and is off once redeemed in', () => {
    const policy: ExpiryPolicy = {
      by: 'WIPE_UNLESS_REDEEMED',
      months: 6,
      effectiveFrom: at('2022-07-24T22:00:00Z'),
    };
    expect(expiry(policy, '2022-07-24T21:59:59Z')).toBeNull();
    expect(expiry(policy, '2022-07-24T22:00:00Z')).toEqual(at('2023-01-24T23:00:00Z'));
    expect(expiry(policy, '2023-01-10T12:00:00Z')).toEqual(at('2023-01-24T23:00:00Z'));
    expect(expiry(policy, '2026-11-24T12:00:00Z')).toEqual(at('2027-01-24T23:00:00Z'));
    expect(expiry(policy, '2023-01-10T12:00:00Z', ZONE, at('2022-08-01T00:00:00Z'))).toBeNull();
    expect(expiry(policy, '2023-02-10T12:00:00Z', ZONE, at('2022-08-01T00:00:00Z'))).not.toBeNull();
  });
});

describe('activation', () => {
  const bought = at('2026-03-27T15:00:00Z');

  it('is at once without a policy, and the start of a day with a delay', () => {
    expect(activationBy({ by: 'NONE' }, bought, ZONE).activatesAt).toEqual(bought);
    // The clocks go forward on 29 March 2026: the third day begins an hour earlier by UTC.
    const delayed = activationBy({ by: 'DELAY', days: 3 }, bought, ZONE);
    expect(delayed.activatesAt).toEqual(at('2026-03-29T22:00:00Z'));
  });

  it('on a date is that day, or at once when the day is past', () => {
    expect(activationBy({ by: 'DATE', date: '2026-04-01' }, bought, ZONE).activatesAt).toEqual(
      at('2026-03-31T22:00:00Z'),
    );
    expect(activationBy({ by: 'DATE', date: '2026-03-01' }, bought, ZONE).activatesAt).toEqual(bought);
  });

  it('by an event waits until the end of its last day', () => {
    const cancelsAt = at('2026-04-10T22:00:00Z');
    expect(activationBy({ by: 'EVENT', cancelAfterDays: 14 }, bought, ZONE)).toEqual({
      activatesAt: null,
      cancelsAt,
    });
  });
});

describe('the life of a lot', () => {
  const terms = { activationDelayDays: 2, expiryMonths: 24, timeZone: ZONE };
  const earned = { earnedAt: at('2026-03-10T09:00:00Z'), lastRedeemedAt: null };
  const silent = { activation: null, expiry: null };

  it('is decided by the promotion before the wallet and by the wallet before the programme', () => {
    const wallet = { activation: { by: 'DELAY', days: 5 }, expiry: afterMonth } as const;
    const promotion = { activation: null, expiry: { by: 'NEVER' } } as const;
    expect(lotLife([silent, silent], terms, earned)).toMatchObject({
      activatesAt: at('2026-03-11T23:00:00Z'),
    });
    expect(lotLife([promotion, wallet], terms, earned)).toMatchObject({
      activatesAt: at('2026-03-14T23:00:00Z'),
      cancelsAt: null,
      expiresAt: null,
    });
  });

  it('is counted from activation, not from the purchase', () => {
    const wallet = { activation: { by: 'DELAY', days: 5 }, expiry: afterMonth } as const;
    expect(lotLife([wallet], terms, earned).expiresAt).toEqual(at('2026-04-15T22:00:00Z'));
  });
});
