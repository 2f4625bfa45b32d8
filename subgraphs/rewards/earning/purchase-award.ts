/**
 * The awards of a purchase as they are stored with it: what each rule gave and the caps left, with the moments that it
 * was given, so that a replayed answer and a later return say what was said at the till.
 *
 * What becomes of the lots afterwards (an event, an activity that moves their end) changes nothing here.
 */
import { z } from 'zod';
import { instant, wholeNumber } from '../../../shared/contracts/wire.js';
import type { Award } from './awarding.js';

/** As `instant`, and as PostgreSQL writes one into JSON. */
const moment = z.union([instant, z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

const awardRecord = z.object({
  unit: z.string(),
  rule: z.string(),
  kindVersion: z.int(),
  asked: wholeNumber,
  granted: wholeNumber,
  activatesAt: moment.nullable(),
  cancelsAt: moment.nullable(),
  expiresAt: moment.nullable(),
});

export type AwardRecord = z.output<typeof awardRecord>;

/** The stored form, as the text of JSON. */
export function awardRecords(awards: readonly Award[]): string {
  return JSON.stringify(
    awards.map(({ unit, kindVersion, rule, asked, granted, life }) => ({
      unit,
      rule,
      kindVersion,
      asked: String(asked),
      granted: String(granted),
      activatesAt: life.activatesAt,
      cancelsAt: life.cancelsAt,
      expiresAt: life.expiresAt,
    })),
  );
}

export function awardsFrom(stored: unknown): readonly AwardRecord[] {
  return z.array(awardRecord).parse(stored);
}
