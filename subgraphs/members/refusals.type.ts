/** Refusals that several mutations of this subgraph share, and how each is told. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { KeyReused } from '../../shared/platform/idempotency/once.js';
import type { MemberNotFound } from './cards/issue-card.command.js';
import { NICKNAME_LENGTH_MAX, type NicknameNotAllowed } from './people/public-name.js';
import { Problem } from './problem.js';

@Directive('@shareable')
@ObjectType('KeyReused', {
  implements: Problem,
  description: 'The idempotency key was used before for another act or another input.',
})
export class KeyReusedType extends Problem {
  @Field(() => String, { description: 'The key.' })
  key!: string;

  @Field(() => String, { description: 'The mutation it was used for.' })
  command!: string;
}

export function keyReused(refusal: KeyReused): KeyReusedType {
  return Object.assign(new KeyReusedType(), {
    message: `The key was used before by ${refusal.command} with another input; use a new key for a new act.`,
    retryable: false,
    key: refusal.key,
    command: refusal.command,
  });
}

@ObjectType('NicknameNotAllowed', {
  implements: Problem,
  description: 'The nickname cannot be shown to others.',
})
export class NicknameNotAllowedType extends Problem {
  @Field(() => String, { description: 'EMPTY, TOO_LONG, LOOKS_LIKE_CONTACT_DATA or UNSUITABLE_CHARACTERS.' })
  reason!: string;
}

export function nicknameNotAllowed(refusal: NicknameNotAllowed): NicknameNotAllowedType {
  return Object.assign(new NicknameNotAllowedType(), {
    message: `A nickname has 1 to ${NICKNAME_LENGTH_MAX} letters, digits and spaces, and no phone or address.`,
    retryable: false,
    reason: refusal.reason,
  });
}

@ObjectType('MemberNotFound', { implements: Problem, description: 'There is no such member.' })
export class MemberNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  memberId!: string;
}

export function memberNotFound(refusal: MemberNotFound): MemberNotFoundType {
  return Object.assign(new MemberNotFoundType(), {
    message: 'There is no member with this id.',
    retryable: false,
    memberId: refusal.memberId,
  });
}
