/** Activation and expiry by the calendar of the programme's time zone. */
import { describe, expect, it } from 'vitest';
import { activationOf, expiryOf } from '../../../subgraphs/rewards/programme/calendar.js';

const berlin = { timeZone: 'Europe/Berlin', activationDelayDays: 0, expiryMonths: 1 };
const at = (text: string) => new Date(text);

describe('expiry', () => {
  it.each([
    ['an ordinary month', '2026-03-10T09:00:00Z', '2026-04-10T22:00:00Z'],
    ['31 January plus a month is the end of February', '2026-01-31T09:00:00Z', '2026-02-28T23:00:00Z'],
    ['in a leap year it is the 29th', '2028-01-31T09:00:00Z', '2028-02-29T23:00:00Z'],
    ['the day is that of the zone, not of UTC', '2026-03-09T23:30:00Z', '2026-04-10T22:00:00Z'],
  ])('%s', (_case, activatesAt, expiresAt) => {
    expect(expiryOf(at(activatesAt), berlin)).toEqual(at(expiresAt));
  });

  it('never comes when the terms say so', () => {
    expect(expiryOf(at('2026-01-01T00:00:00Z'), { ...berlin, expiryMonths: null })).toBeNull();
  });

  it('is the first instant of a day that has no midnight', () => {
    const beirut = { timeZone: 'Asia/Beirut', activationDelayDays: 0, expiryMonths: 1 };
    expect(expiryOf(at('2024-02-29T10:00:00Z'), beirut)).toEqual(at('2024-03-29T22:00:00Z'));
    expect(expiryOf(at('2024-02-29T22:00:00Z'), { ...beirut, expiryMonths: 24 })).toBeInstanceOf(Date);
  });
});

describe('activation', () => {
  it('is at once without a delay, and the start of a day with one', () => {
    const bought = at('2026-03-27T15:00:00Z');
    expect(activationOf(bought, berlin)).toEqual(bought);
    // The clocks go forward on 29 March 2026: the third day begins an hour earlier by UTC.
    expect(activationOf(bought, { ...berlin, activationDelayDays: 3 })).toEqual(at('2026-03-29T22:00:00Z'));
  });
});
