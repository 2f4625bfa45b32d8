/** Refusals that several mutations of this subgraph share, and how each is told. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { keyReusedMessage, problem } from '../../shared/platform/graph/problem.js';
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
  return problem(KeyReusedType, { ...refusal, message: keyReusedMessage(refusal) });
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
  return problem(NicknameNotAllowedType, {
    ...refusal,
    message: `A nickname has 1 to ${NICKNAME_LENGTH_MAX} letters, digits and spaces, and no phone or address.`,
  });
}

@ObjectType('MemberNotFound', { implements: Problem, description: 'There is no such member.' })
export class MemberNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  memberId!: string;
}

export function memberNotFound(refusal: MemberNotFound): MemberNotFoundType {
  return problem(MemberNotFoundType, { ...refusal, message: 'There is no member with this id.' });
}
