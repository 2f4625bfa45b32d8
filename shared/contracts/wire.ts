/**
 * How values travel inside events: whole numbers as decimal text (JSON numbers end at 2^53), instants as ISO 8601 UTC.
 *
 * Each is a codec: `decode` gives the value the code works with, `encode` the text that is stored and sent.
 */
import { z } from 'zod';

export const wholeNumber = z.codec(z.string().regex(/^-?\d{1,30}$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (value) => value.toString(),
});

export const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (value) => value.toISOString(),
});

export const id = z.uuid();
export const currency = z.string().regex(/^[A-Z]{3}$/);
