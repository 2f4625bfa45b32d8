/**
 * A phone for a member of whom the file tells none: the same for the same member of the same source, at every run.
 *
 * The numbers are of +878 10, universal personal numbers that belong to no country and that no network serves:
 * nobody can be called by one, and nobody who enrols with a phone of their own can meet one.
 */
import { createHash } from 'node:crypto';

const PREFIX = '+87810';
const DIGITS = 10;
const SOURCE_DIGITS = 3;

export function syntheticPhone(source: string, member: string): string {
  const room = DIGITS - SOURCE_DIGITS;
  // Short numbers are used as they are, so that no two of them can ever share a phone.
  const isShort = /^[1-9]\d*$/.test(member) && member.length <= room;
  if (isShort) return PREFIX + digest(source, SOURCE_DIGITS) + member.padStart(room, '0');
  return PREFIX + digest(`${source}\0${member}`, DIGITS);
}

function digest(text: string, digits: number): string {
  const number = createHash('sha256').update(text).digest().readBigUInt64BE();
  return String(number % 10n ** BigInt(digits)).padStart(digits, '0');
}
