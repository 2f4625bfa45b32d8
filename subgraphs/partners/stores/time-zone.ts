/**
 * Which time zones exist: a store's own day is told by its zone, so a wrong one misdates all that happens there.
 *
 * Names of the IANA database only. Bare offsets such as `+03:00` are refused: they know nothing of summer time.
 */
const IANA_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;

export interface TimeZoneUnknown {
  readonly kind: 'TimeZoneUnknown';
  readonly timeZone: string;
}

/** Tells whether the text names a zone of the IANA database. */
export function isTimeZone(text: string): boolean {
  if (!IANA_NAME.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
