/** Refusals that several mutations of this subgraph share, and how each is told. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { keyReusedMessage, problem } from '../../shared/platform/graph/problem.js';
import { DateTimeScalar, PointsScalar, WholeNumberScalar } from '../../shared/platform/graph/scalars.js';
import type { KeyReused } from '../../shared/platform/idempotency/once.js';
import { Problem } from './problem.js';
import type { AmountNotPositive } from './purchases/receipt.js';
import type { PointsNotPositive } from './redemptions/holding.js';
import type { PartnerNotFound } from './reference/party.js';
import type { StandingRefusal } from './reference/standing.js';

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

@ObjectType('MemberNotEnrolled', {
  implements: Problem,
  description: 'Nobody in the programme has this id or card.',
})
export class MemberNotEnrolledType extends Problem {
  @Field(() => ID, { nullable: true, description: 'The member id that was sent.' })
  memberId!: string | null;

  @Field(() => String, { nullable: true, description: 'The card number that was sent.' })
  cardNumber!: string | null;
}

@ObjectType('StoreNotFound', { implements: Problem, description: 'You have no such store.' })
export class StoreNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  storeId!: string;
}

@ObjectType('PartnerNotActive', {
  implements: Problem,
  description: 'The partner takes no part in this now.',
})
export class PartnerNotActiveType extends Problem {
  @Field(() => ID, { description: 'The partner.' })
  partnerId!: string;

  @Field(() => String, { description: 'INVITED, EARN_CLOSED, BURN_CLOSED or SETTLED.' })
  status!: string;
}

@ObjectType('AgreementNotInForce', {
  implements: Problem,
  description: 'The partner has no agreement with the coalition at the instant of the act.',
})
export class AgreementNotInForceType extends Problem {
  @Field(() => ID, { description: 'The partner.' })
  partnerId!: string;

  @Field(() => DateTimeScalar, { description: 'The instant that no agreement covers.' })
  at!: Date;
}

@ObjectType('AmountNotPositive', {
  implements: Problem,
  description: 'An amount or a quantity must be above zero.',
})
export class AmountNotPositiveType extends Problem {
  @Field(() => String, { description: 'The field of the input, for example "lines[2].quantity".' })
  field!: string;

  @Field(() => WholeNumberScalar, { description: 'What was sent.' })
  amount!: bigint;
}

@ObjectType('PointsNotPositive', { implements: Problem, description: 'The points must be above zero.' })
export class PointsNotPositiveType extends Problem {
  @Field(() => PointsScalar, { description: 'What was sent.' })
  points!: bigint;
}

@Directive('@shareable')
@ObjectType('PartnerNotFound', { implements: Problem, description: 'There is no such partner.' })
export class PartnerNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  partnerId!: string;
}

@ObjectType('SettingNotValid', { implements: Problem, description: 'A setting cannot be a term.' })
export class SettingNotValidType extends Problem {
  @Field(() => String, { description: 'The field of the input.' })
  field!: string;

  @Field(() => String, { description: 'What it must be.' })
  rule!: string;
}

export const standingProblems = [
  MemberNotEnrolledType,
  StoreNotFoundType,
  PartnerNotActiveType,
  AgreementNotInForceType,
] as const;

/** A setting that cannot be a term, with its field and the rule. */
interface SettingNotValid {
  readonly kind: 'SettingNotValid';
  readonly field: string;
  readonly rule: string;
}

type SharedRefusal =
  | StandingRefusal
  | PartnerNotFound
  | SettingNotValid
  | AmountNotPositive
  | PointsNotPositive
  | KeyReused;
type SharedKind = SharedRefusal['kind'];
const SHARED: Readonly<Record<SharedKind, true>> = {
  MemberNotEnrolled: true,
  StoreNotFound: true,
  PartnerNotFound: true,
  SettingNotValid: true,
  PartnerNotActive: true,
  AgreementNotInForce: true,
  AmountNotPositive: true,
  PointsNotPositive: true,
  KeyReused: true,
};

/** Narrows to the refusals that `sharedProblem` tells, so that each door's own switch holds its own alone. */
export function isShared<Refusal extends { readonly kind: string }>(
  refusal: Refusal,
): refusal is Extract<Refusal, { readonly kind: SharedKind }> {
  return Object.hasOwn(SHARED, refusal.kind);
}

interface SharedProblems {
  readonly MemberNotEnrolled: MemberNotEnrolledType;
  readonly StoreNotFound: StoreNotFoundType;
  readonly PartnerNotFound: PartnerNotFoundType;
  readonly SettingNotValid: SettingNotValidType;
  readonly PartnerNotActive: PartnerNotActiveType;
  readonly AgreementNotInForce: AgreementNotInForceType;
  readonly AmountNotPositive: AmountNotPositiveType;
  readonly PointsNotPositive: PointsNotPositiveType;
  readonly KeyReused: KeyReusedType;
}

/** Tells a shared refusal; the class follows from its kind. */
export function sharedProblem<Kind extends SharedKind>(refusal: {
  readonly kind: Kind;
}): SharedProblems[Kind] {
  return told(refusal as unknown as SharedRefusal) as SharedProblems[Kind];
}

function told(refusal: SharedRefusal): Problem {
  switch (refusal.kind) {
    case 'MemberNotEnrolled':
      return problem(MemberNotEnrolledType, {
        ...refusal,
        message: 'No member has this id or card; enrol them first.',
      });
    case 'StoreNotFound':
      return problem(StoreNotFoundType, { ...refusal, message: 'You have no store with this id.' });
    case 'PartnerNotFound':
      return problem(PartnerNotFoundType, { ...refusal, message: 'There is no partner with this id.' });
    case 'SettingNotValid':
      return problem(SettingNotValidType, {
        ...refusal,
        message: `${refusal.field} must be ${refusal.rule}.`,
      });
    case 'PartnerNotActive': {
      const message = `The partner is ${refusal.status} and takes no part in this now.`;
      return problem(PartnerNotActiveType, { ...refusal, message }, { retryable: true });
    }
    case 'AgreementNotInForce': {
      const message = `No agreement of the partner covers ${refusal.at.toISOString()}; sign one first.`;
      return problem(AgreementNotInForceType, { ...refusal, message });
    }
    case 'AmountNotPositive':
      return problem(AmountNotPositiveType, { ...refusal, message: `${refusal.field} must be above zero.` });
    case 'PointsNotPositive':
      return problem(PointsNotPositiveType, { ...refusal, message: 'points must be above zero.' });
    case 'KeyReused':
      return problem(KeyReusedType, { ...refusal, message: keyReusedMessage(refusal) });
  }
}
