/**
 * The terms of gifts: whether members may give points at all, how many at a time, in a day and in a month, and how
 * long an offer waits for its answer.
 *
 * Terms are versioned and a version never changes: a gift keeps the number of the one that it was offered by.
 */
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export interface GiftSettings {
  readonly isOn: boolean;
  readonly giftMinPoints: Points;
  readonly giftMaxPoints: Points;
  /** The most that one member may give in a calendar day of the programme. */
  readonly giverDayMaxPoints: Points;
  readonly giverMonthMaxPoints: Points;
  /** The most that one member may be given in a calendar month of the programme. */
  readonly receiverMonthMaxPoints: Points;
  readonly offerDays: number;
}

export interface GiftTerms extends GiftSettings {
  readonly version: number;
  readonly configuredAt: Date;
}

export interface SettingNotValid {
  readonly kind: 'SettingNotValid';
  readonly field: string;
  readonly rule: string;
}

export const POINTS_SETTING_MAX = 1_000_000_000n;
const OFFER_DAYS_MAX = 365;

const AMOUNTS = [
  'giftMinPoints',
  'giftMaxPoints',
  'giverDayMaxPoints',
  'giverMonthMaxPoints',
  'receiverMonthMaxPoints',
] as const;

/** Accepts settings as terms, or names the first field that cannot be a term and its rule. */
export function decideGiftTerms(settings: GiftSettings): Result<GiftSettings, SettingNotValid> {
  for (const field of AMOUNTS) {
    const points = settings[field];
    if (points < 1n || points > POINTS_SETTING_MAX) return notValid(field, `from 1 to ${POINTS_SETTING_MAX}`);
  }
  const { giftMinPoints, giftMaxPoints, offerDays } = settings;
  if (giftMinPoints > giftMaxPoints)
    return notValid('giftMinPoints', `at most ${giftMaxPoints}, the largest gift`);
  const isSpan = Number.isInteger(offerDays) && offerDays >= 1 && offerDays <= OFFER_DAYS_MAX;
  return isSpan ? ok(settings) : notValid('offerDays', `from 1 to ${OFFER_DAYS_MAX}`);
}

function notValid(field: keyof GiftSettings, rule: string): Result<never, SettingNotValid> {
  return refused({ kind: 'SettingNotValid', field, rule });
}
