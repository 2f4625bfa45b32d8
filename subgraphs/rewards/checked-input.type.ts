/** Turns away input whose shape can never be right, before it comes near the domain or the database. */
import { DoorError } from '../../shared/platform/graph/door-errors.js';
import type { CallerOf } from '../../shared/platform/identity/caller.js';
import { isId, type MemberId } from '../../shared/values/ids.js';
import { isWholeText } from '../../shared/values/text.js';
import type { MemberRef } from './reference/standing.js';

const TEXT_MAX = 300;

export function isText(text: string): boolean {
  return text.trim() !== '' && text.length <= TEXT_MAX && isWholeText(text);
}

/** @throws DoorError BAD_USER_INPUT when the text is blank, broken or too long for what it is */
export function checkedText(field: string, text: string): string {
  if (isText(text)) return text;
  const rule = `${field} must be 1 to ${TEXT_MAX} whole characters, not all of them blank`;
  throw new DoorError('BAD_USER_INPUT', `${rule}; got ${text.length}`);
}

/** @throws DoorError BAD_USER_INPUT when the text cannot be an id */
export function checkedId<Id extends string>(field: string, text: string): Id {
  if (!isId(text))
    throw new DoorError('BAD_USER_INPUT', `${field} must be an id such as the graph gives them`);
  return text.toLowerCase() as Id;
}

/** @throws DoorError BAD_USER_INPUT unless exactly one of the two is sent */
export function memberRef(named: {
  readonly memberId?: string | null;
  readonly cardNumber?: string | null;
}): MemberRef {
  const { memberId, cardNumber } = named;
  const hasId = memberId !== undefined && memberId !== null;
  const hasCard = cardNumber !== undefined && cardNumber !== null;
  if (hasId && !hasCard) return { by: 'ID', memberId: checkedId<MemberId>('memberId', memberId) };
  if (hasCard && !hasId) return { by: 'CARD', cardNumber: checkedText('cardNumber', cardNumber) };
  throw new DoorError('BAD_USER_INPUT', 'send exactly one of memberId and cardNumber');
}

/** More points than any programme has; a slip of the hand, or worse. */
const POINTS_MAX = 1_000_000_000_000n;

/** @throws DoorError BAD_USER_INPUT when there are more points, or more to take, than can be meant */
export function checkedPoints(field: string, points: bigint): bigint {
  if (points >= -POINTS_MAX && points <= POINTS_MAX) return points;
  throw new DoorError('BAD_USER_INPUT', `${field} must be from -${POINTS_MAX} to ${POINTS_MAX}`);
}

/**
 * Gives for whom a caller acts: a member for herself, an operator for whom the input names.
 *
 * @throws DoorError FORBIDDEN when a member names another one, BAD_USER_INPUT when an operator names nobody
 */
export function actingFor(
  caller: CallerOf<'member' | 'operator'>,
  field: string,
  named: string | null | undefined,
): MemberId {
  const sent = named === undefined || named === null ? null : checkedId<MemberId>(field, named);
  if (caller.kind === 'member') {
    if (sent === null || sent === caller.memberId) return caller.memberId;
    const whose = `${field} names another member`;
    throw new DoorError('FORBIDDEN', `This needs the role operator; you are member, and ${whose}.`);
  }
  if (sent === null) throw new DoorError('BAD_USER_INPUT', `${field} must say for whom you act`);
  return sent;
}
