/**
 * How the page says things: numbers by the reader's own locale, names of any script, windows and metrics in
 * words.
 *
 * A word of the graph that this page does not know yet is shown as it is, in lower case, rather than not at
 * all.
 */
import type { Standing, Whole } from './graph/model.js';

const numbers = new Intl.NumberFormat();
const graphemes = new Intl.Segmenter();
const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const months = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const METRICS: Readonly<Record<string, string>> = { POINTS_EARNED: 'Points', PURCHASES: 'Purchases' };
const WINDOWS: Readonly<Record<string, string>> = {
  ALL_TIME: 'All time',
  MONTH: 'This month',
  WEEK: 'This week',
};

/** Formats a whole number to the last digit, however long it is. */
export function whole(value: Whole): string {
  return numbers.format(BigInt(value));
}

export function metricWords(metric: string): string {
  return METRICS[metric] ?? plain(metric);
}

export function windowWords(window: string): string {
  return WINDOWS[window] ?? plain(window);
}

/** Turns `2026-11`, `2026-W47` and `ALL_TIME` into words. */
export function windowKeyWords(key: string): string {
  const [, year, week, month] = /^(\d{4})-(?:W(\d{2})|(\d{2}))$/.exec(key) ?? [];
  if (week !== undefined) return `Week ${Number(week)} of ${year}`;
  if (month !== undefined) return months.format(Date.UTC(Number(year), Number(month) - 1, 1));
  return windowWords(key);
}

export function agoWords(elapsedMs: number): string {
  const seconds = Math.max(0, Math.round(elapsedMs / 1_000));
  if (seconds < 2) return 'just now';
  if (seconds < 60) return ago.format(-seconds, 'second');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? ago.format(-minutes, 'minute') : ago.format(-Math.floor(minutes / 60), 'hour');
}

/** Who a standing belongs to from one frame to the next; a member that is not told keeps its place only. */
export function keyOf({ member, rank }: Standing): string {
  return member?.id ?? `rank-${rank}`;
}

export function nameOf({ member }: Standing): string {
  return member?.publicName?.text ?? 'A member';
}

export function firstLetter(name: string): string {
  for (const { segment } of graphemes.segment(name.trim())) return segment.toLocaleUpperCase();
  return '';
}

/** A colour that stays with an id: the last characters of an id are its random ones. */
export function hueOf(id: string): number {
  let hash = 7;
  for (const character of id.slice(-8)) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 3_600;
  return hash / 10;
}

/**
 * Which part of the best score a score is, from 0 to 1 in thousandths: for a bar, where a hair does not
 * count.
 */
export function shareOf(score: Whole, best: Whole): number {
  const most = BigInt(best);
  return most <= 0n ? 0 : Math.max(0, Number((BigInt(score) * 1_000n) / most) / 1_000);
}

function plain(code: string): string {
  const words = code.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
