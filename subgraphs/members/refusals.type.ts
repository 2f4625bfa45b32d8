/** Refusals that several mutations of this subgraph share, and how each is told. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { keyReusedMessage, problem } from '../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../shared/platform/graph/scalars.js';
import type { KeyReused } from '../../shared/platform/idempotency/once.js';
import { type LimitNotValid, MONTHLY_LIMIT_MAX } from './limits/monthly-limit.js';
import { NICKNAME_LENGTH_MAX, type NicknameNotAllowed } from './people/public-name.js';
import { Problem } from './problem.js';
import type { MemberIsOrganisation, MemberMerged, MemberNotFound } from './standing/member-standing.js';

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

@ObjectType('MemberMerged', {
  implements: Problem,
  description: 'The member went into another one, which acts from now on.',
})
export class MemberMergedType extends Problem {
  @Field(() => ID, { description: 'The member that went.' })
  memberId!: string;

  @Field(() => ID, { description: 'The member that it went into.' })
  mergedIntoId!: string;
}

export function memberMerged(refusal: MemberMerged): MemberMergedType {
  return problem(MemberMergedType, {
    ...refusal,
    message: 'This member was merged into another; use mergedIntoId.',
  });
}

@ObjectType('MemberIsOrganisation', {
  implements: Problem,
  description: 'The act is for persons, and the member is a firm.',
})
export class MemberIsOrganisationType extends Problem {
  @Field(() => ID, { description: 'The firm.' })
  memberId!: string;
}

export function memberIsOrganisation(refusal: MemberIsOrganisation): MemberIsOrganisationType {
  return problem(MemberIsOrganisationType, {
    ...refusal,
    message: 'This member is a firm: it has buyers with cards of their own, and pools with nobody.',
  });
}

@ObjectType('LimitNotValid', {
  implements: Problem,
  description: 'The monthly limit is below zero or above what can be kept.',
})
export class LimitNotValidType extends Problem {
  @Field(() => PointsScalar, { description: 'The highest limit there is.' })
  limitMax!: bigint;
}

export function limitNotValid(refusal: LimitNotValid): LimitNotValidType {
  return problem(LimitNotValidType, {
    ...refusal,
    message: `A monthly limit is 0 to ${MONTHLY_LIMIT_MAX} points; send null for no limit.`,
  });
}
