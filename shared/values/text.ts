/**
 * Text that can be kept and told: whole characters, and none that PostgreSQL has no place for.
 *
 * JSON lets a request carry half of a surrogate pair or the character zero; neither can stand in a column or an event.
 */
const NO_CHARACTER = /[\0\p{Surrogate}]/u;

export function isWholeText(text: string): boolean {
  return !NO_CHARACTER.test(text);
}
