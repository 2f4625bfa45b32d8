/** When a board is opened and when it is refused, one row for each refusal in the order of precedence. */
import { describe, expect, it } from 'vitest';
import type { LeaderboardId } from '../../../shared/values/ids.js';
import { openBoard } from '../../../subgraphs/gamification/boards/leaderboard.js';

const id = '00000000-0000-7000-8000-000000000001' as LeaderboardId;
const other = '00000000-0000-7000-8000-000000000002' as LeaderboardId;
const now = new Date('2026-11-22T09:00:00Z');
const right = {
  code: 'points-this-week',
  name: 'Points this week',
  metric: 'POINTS_EARNED',
  window: 'WEEK',
  timeZone: 'Europe/Berlin',
} as const;

describe('opening a board', () => {
  it('gives the board, its name without outer spaces', () => {
    const opened = openBoard({ ...right, name: '  Points this week ' }, { id, now, holder: null });
    expect(opened).toEqual({ ok: true, value: { ...right, id, openedAt: now } });
  });

  it.each([
    ['LeaderboardCodeNotValid', { code: 'Points!', name: '', timeZone: 'Mars' }],
    ['LeaderboardCodeNotValid', { code: '-a' }],
    ['LeaderboardCodeNotValid', { code: 'a'.repeat(41) }],
    ['LeaderboardCodeNotValid', { code: '' }],
    ['LeaderboardNameNotValid', { name: '   ', timeZone: 'Mars' }],
    ['LeaderboardNameNotValid', { name: 'x'.repeat(81) }],
    ['TimeZoneUnknown', { timeZone: 'Mars/Olympus' }],
    ['LeaderboardCodeTaken', {}],
  ])('is refused by %s before what comes after it', (kind, wrong) => {
    const refusal = openBoard({ ...right, ...wrong }, { id, now, holder: other });
    expect(refusal).toMatchObject({ ok: false, refusal: { kind } });
  });

  it('counts the length of a name in characters and not in code units', () => {
    expect(openBoard({ ...right, name: '🏆'.repeat(80) }, { id, now, holder: null }).ok).toBe(true);
  });
});
