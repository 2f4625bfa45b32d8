/**
 * A leaderboard as the coalition defines it, and the decision to open one.
 *
 * A board never changes once it is open: a score must mean the same on the first day and on the last.
 */
import type { LeaderboardId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { isWholeText } from '../../../shared/values/text.js';
import { isTimeZone, type LeaderboardWindow } from './window-key.js';

export const leaderboardMetrics = ['POINTS_EARNED', 'PURCHASES'] as const;
export type LeaderboardMetric = (typeof leaderboardMetrics)[number];

export interface Leaderboard {
  readonly id: LeaderboardId;
  readonly code: string;
  readonly name: string;
  readonly metric: LeaderboardMetric;
  readonly window: LeaderboardWindow;
  readonly timeZone: string;
  readonly openedAt: Date;
}

/** What an operator asks for; the rest of a board is decided here. */
export type LeaderboardProposal = Pick<Leaderboard, 'code' | 'name' | 'metric' | 'window' | 'timeZone'>;

export const CODE_LENGTH_MAX = 40;
export const NAME_LENGTH_MAX = 80;

/** Part of addresses and QR codes, so: lower-case letters, digits and inner hyphens. */
const CODE = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** In order of precedence: what is wrong with the request itself comes before what is wrong with the world. */
export type OpeningRefusal =
  | { readonly kind: 'LeaderboardCodeNotValid'; readonly code: string }
  | { readonly kind: 'LeaderboardNameNotValid'; readonly name: string }
  | { readonly kind: 'TimeZoneUnknown'; readonly timeZone: string }
  | { readonly kind: 'LeaderboardCodeTaken'; readonly code: string; readonly leaderboardId: LeaderboardId };

export function isLeaderboardCode(code: string): boolean {
  return code.length <= CODE_LENGTH_MAX && CODE.test(code);
}

/** Decides on a new board; `holder` is the board that has the code already, if one has. */
export function openBoard(
  proposal: LeaderboardProposal,
  facts: { readonly id: LeaderboardId; readonly now: Date; readonly holder: LeaderboardId | null },
): Result<Leaderboard, OpeningRefusal> {
  const { code, timeZone } = proposal;
  const name = proposal.name.trim();
  if (!isLeaderboardCode(code)) return refused({ kind: 'LeaderboardCodeNotValid', code });
  if (name === '' || [...name].length > NAME_LENGTH_MAX || !isWholeText(name)) {
    return refused({ kind: 'LeaderboardNameNotValid', name: proposal.name });
  }
  if (!isTimeZone(timeZone)) return refused({ kind: 'TimeZoneUnknown', timeZone });
  if (facts.holder !== null) {
    return refused({ kind: 'LeaderboardCodeTaken', code, leaderboardId: facts.holder });
  }
  return ok({ ...proposal, name, id: facts.id, openedAt: facts.now });
}
