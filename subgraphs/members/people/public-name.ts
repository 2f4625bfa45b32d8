/**
 * The name that others see of a member: their nickname if they allowed it, otherwise a name that tells nothing.
 *
 * A nickname is shown to strangers on screens, so it is short, on one line, made of letters, and not a phone or an
 * address.
 */
import { ok, type Result, refused } from '../../../shared/values/result.js';

export interface PublicName {
  readonly text: string;
  readonly isAnonymous: boolean;
}

export interface NicknameNotAllowed {
  readonly kind: 'NicknameNotAllowed';
  readonly reason: 'EMPTY' | 'TOO_LONG' | 'LOOKS_LIKE_CONTACT_DATA' | 'UNSUITABLE_CHARACTERS';
}

export const NICKNAME_LENGTH_MAX = 30;

/** Letters and marks of any script, digits, and what stands between parts of a name. */
const NAME_CHARACTERS = /^[\p{L}\p{M}\p{N} .,'’_-]+$/u;
const CONTACT_DATA = /(\p{N}[ .-]?){6,}/u;

/** Gives the nickname as it will be shown, in Unicode normal form C with single spaces. */
export function nicknameFrom(written: string): Result<string, NicknameNotAllowed> {
  const nickname = written.normalize('NFC').trim().replace(/\s+/gu, ' ');
  const no = (reason: NicknameNotAllowed['reason']) =>
    refused({ kind: 'NicknameNotAllowed', reason } as const);
  if (nickname === '') return no('EMPTY');
  if ([...nickname].length > NICKNAME_LENGTH_MAX) return no('TOO_LONG');
  if (CONTACT_DATA.test(nickname)) return no('LOOKS_LIKE_CONTACT_DATA');
  if (!NAME_CHARACTERS.test(nickname)) return no('UNSUITABLE_CHARACTERS');
  return ok(nickname);
}

export function publicNameOf(member: {
  readonly id: string;
  readonly nickname: string | null;
  readonly isNicknameShown: boolean;
}): PublicName {
  if (member.nickname !== null && member.isNicknameShown)
    return { text: member.nickname, isAnonymous: false };
  // The last digits of a UUID version 7 are random: they tell members apart and say nothing about one.
  return { text: `Member ${member.id.slice(-4).toUpperCase()}`, isAnonymous: true };
}
