/**
 * Whom events are about: every member that an event names, and every entry, whose member the ledger knows.
 *
 * Read from the payload of any type, known or not: a new kind of event that names its member is followed from its
 * first day on.
 */
import type { EventEnvelope } from '../../../shared/contracts/event.js';
import { isId } from '../../../shared/values/ids.js';

export interface ToldOf {
  readonly memberIds: readonly string[];
  readonly entryIds: readonly string[];
}

/** A member goes by what she is in the story, and a gift has two. */
const NAMES_A_MEMBER = /(^m|M)emberId$|^(giver|receiver)Id$/;

const idsIn = (data: unknown, isNamed: (field: string) => boolean): string[] =>
  Object.entries((data ?? {}) as object)
    .filter(([field, value]) => isNamed(field) && typeof value === 'string' && isId(value))
    .map(([, value]) => (value as string).toLowerCase());

const CHANGES_A_TOTAL: ReadonlySet<string> = new Set([
  'rewards.points-donated.1',
  'rewards.donation-reversed.1',
]);

export function toldOf(events: readonly Pick<EventEnvelope, 'data'>[]): ToldOf {
  const members = events.flatMap(({ data }) => idsIn(data, (field) => NAMES_A_MEMBER.test(field)));
  const entries = events.flatMap(({ data }) => idsIn(data, (field) => field === 'entryId'));
  return { memberIds: [...new Set(members)], entryIds: [...new Set(entries)] };
}

/** The causes whose running totals events changed. */
export function causesOf(events: readonly Pick<EventEnvelope, 'type' | 'data'>[]): readonly string[] {
  const ofTotals = events.filter(({ type }) => CHANGES_A_TOTAL.has(type));
  return [...new Set(ofTotals.map(({ data }) => (data as { readonly causeId: string }).causeId))];
}
