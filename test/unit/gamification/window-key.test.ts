/** On which calendar a purchase counts, above all on the days that have no 24 hours. */
import { describe, expect, it } from 'vitest';
import { isTimeZone, isWindowKey, windowKey } from '../../../subgraphs/gamification/boards/window-key.js';

const at = (text: string) => new Date(text);

describe('the window of an instant', () => {
  it.each([
    ['2026-11-30T22:59:59.999Z', 'Europe/Berlin', '2026-11'],
    ['2026-11-30T23:00:00.000Z', 'Europe/Berlin', '2026-12'],
    ['2026-11-30T23:00:00.000Z', 'UTC', '2026-11'],
    ['2026-12-31T11:00:00.000Z', 'Pacific/Kiritimati', '2027-01'],
    ['2027-01-01T10:59:59.999Z', 'Pacific/Pago_Pago', '2026-12'],
    // In summer the month ends an hour earlier in UTC than in winter.
    ['2026-03-31T21:59:59.999Z', 'Europe/Berlin', '2026-03'],
    ['2026-03-31T22:00:00.000Z', 'Europe/Berlin', '2026-04'],
  ])('%s in %s is the month %s', (instant, zone, month) => {
    expect(windowKey(at(instant), 'MONTH', zone)).toBe(month);
  });

  it.each([
    ['2026-01-01T12:00:00Z', '2026-W01'],
    ['2027-01-01T12:00:00Z', '2026-W53'],
    ['2027-01-03T23:59:59.999Z', '2026-W53'],
    ['2027-01-04T00:00:00Z', '2027-W01'],
    ['2024-12-30T00:00:00Z', '2025-W01'],
    ['2023-01-01T00:00:00Z', '2022-W52'],
  ])('%s is the ISO week %s', (instant, week) => {
    expect(windowKey(at(instant), 'WEEK', 'UTC')).toBe(week);
  });

  it.each([
    // The Sunday of 23 hours and the Sunday of 25 hours both end at local midnight, not 24 hours after they began.
    ['2026-03-29T21:59:59.999Z', '2026-W13'],
    ['2026-03-29T22:00:00.000Z', '2026-W14'],
    ['2026-10-25T22:59:59.999Z', '2026-W43'],
    ['2026-10-25T23:00:00.000Z', '2026-W44'],
  ])('in Berlin %s is the week %s', (instant, week) => {
    expect(windowKey(at(instant), 'WEEK', 'Europe/Berlin')).toBe(week);
  });

  it.each([
    // In Cairo clocks go forward at midnight: 00:00 does not exist on the 24th of April 2026, a Friday.
    ['2026-04-23T21:59:59.999Z', '2026-W17'],
    ['2026-04-23T22:00:00.000Z', '2026-W17'],
    ['2026-04-26T20:59:59.999Z', '2026-W17'],
    ['2026-04-26T21:00:00.000Z', '2026-W18'],
  ])('in Cairo %s is the week %s', (instant, week) => {
    expect(windowKey(at(instant), 'WEEK', 'Africa/Cairo')).toBe(week);
  });

  it('of an all-time board is one', () => {
    expect(windowKey(at('1999-01-01T00:00:00Z'), 'ALL_TIME', 'UTC')).toBe('ALL_TIME');
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'])('may be %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', 'Berlin', 'Mars/Olympus', '+03:00', 'Europe/Berlin ', '../etc'])('may not be "%s"', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

describe('a window key', () => {
  it.each([
    ['2026-11', 'MONTH', true],
    ['2026-13', 'MONTH', false],
    ['2026-W47', 'MONTH', false],
    ['2026-W53', 'WEEK', true],
    ['2026-W54', 'WEEK', false],
    ['ALL_TIME', 'ALL_TIME', true],
    ['ALL_TIME', 'WEEK', false],
  ] as const)('%s of a board by %s: %s', (key, window, isRight) => {
    expect(isWindowKey(key, window)).toBe(isRight);
  });
});
