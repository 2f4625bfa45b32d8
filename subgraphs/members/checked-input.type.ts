/**
 * Turns away text whose shape can never be right, before it comes near the domain or the database: what people typed
 * and others will read is one line, trimmed, in Unicode normal form C, of a bounded length.
 */
import { DoorError } from '../../shared/platform/graph/door-errors.js';

/**
 * Control characters, halves of characters, and the invisible ones that turn the direction of writing: they let one
 * name look like another.
 */
const NOT_PLAIN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * Gives the text as it will be kept.
 *
 * @throws DoorError BAD_USER_INPUT for an empty, long or unprintable text; it names the field
 */
export function plainText(field: string, written: string, lengthMax: number): string {
  const text = written.normalize('NFC').trim();
  if (text !== '' && [...text].length <= lengthMax && !NOT_PLAIN.test(text)) return text;
  throw new DoorError(
    'BAD_USER_INPUT',
    `${field} must be 1 to ${lengthMax} printable characters on one line`,
  );
}
