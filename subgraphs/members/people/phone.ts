/**
 * Phone numbers as people write them, made into one form: E.164. The number is the only thing asked for at enrolment.
 *
 * Validity follows the numbering plans of ITU-T E.164 as kept in libphonenumber's metadata.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export interface PhoneNotValid {
  readonly kind: 'PhoneNotValid';
  readonly reason: 'NO_COUNTRY_CODE' | 'NOT_A_NUMBER_IN_USE';
}

const PHONE_CHARACTERS = /^\+[\d\s()./-]+$/;

/** Gives `+` and digits only; refuses a number without its country code or outside every numbering plan. */
export function e164(written: string): Result<string, PhoneNotValid> {
  const trimmed = written.trim();
  if (!trimmed.startsWith('+')) return refused({ kind: 'PhoneNotValid', reason: 'NO_COUNTRY_CODE' });
  // Without the two checks a number cut off at a letter would pass for another, shorter one.
  const parsed = PHONE_CHARACTERS.test(trimmed)
    ? parsePhoneNumberFromString(trimmed, { extract: false })
    : undefined;
  if (parsed?.isValid() !== true) return refused({ kind: 'PhoneNotValid', reason: 'NOT_A_NUMBER_IN_USE' });
  return ok(parsed.number);
}

/** Shows enough for a member to recognise their number at a till, and no more: "+49•••••••12". */
export function maskedPhone(phone: string): string {
  const shown = 3;
  return `${phone.slice(0, shown)}${'•'.repeat(Math.max(0, phone.length - shown - 2))}${phone.slice(-2)}`;
}
