/** A step-up and what may be said of it, as the graph tells them. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { MemberType, memberType, PartnerType, partnerType, StoreType, storeType } from '../entities.type.js';
import { Problem } from '../problem.js';
import { type AnsweredBy, type StepUp, type StepUpCause, type StepUpState, stepUpState } from './step-up.js';

export enum StepUpStateEnum {
  OPEN = 'OPEN',
  CONFIRMED = 'CONFIRMED',
  DENIED = 'DENIED',
  USED = 'USED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(StepUpStateEnum, {
  name: 'StepUpState',
  description: 'Where the question to a member stands.',
  valuesConfig: {
    OPEN: { description: 'It was asked and not answered yet.' },
    CONFIRMED: { description: 'It is hers; the same request goes through once while there is time.' },
    DENIED: { description: 'It is not hers; the request is refused for good.' },
    USED: { description: 'The redemption went through.' },
    EXPIRED: { description: 'Its time passed; the same request asks anew.' },
  },
});

export enum StepUpCauseEnum {
  AMOUNT = 'AMOUNT',
  NEW_PARTNER = 'NEW_PARTNER',
}
registerEnumType(StepUpCauseEnum, {
  name: 'StepUpCause',
  description: 'Why a member is asked before her points go.',
  valuesConfig: {
    AMOUNT: { description: 'The points are more than go without being asked for.' },
    NEW_PARTNER: { description: 'The member never redeemed points at this partner.' },
  },
});

export enum SafetyActor {
  MEMBER = 'MEMBER',
  OPERATOR = 'OPERATOR',
}
registerEnumType(SafetyActor, {
  name: 'SafetyActor',
  description: 'Who did something for the safety of a wallet.',
  valuesConfig: {
    MEMBER: { description: 'The member herself.' },
    OPERATOR: { description: 'An operator, on her behalf.' },
  },
});

@ObjectType('StepUp', { description: 'The question to a member whether a redemption is hers.' })
export class StepUpType {
  @Field(() => ID, { description: 'The id, which the refusal names as `challengeId`.' })
  id!: string;

  @Field(() => MemberType, { description: 'Who is asked.' })
  member!: MemberType;

  @Field(() => PartnerType, { nullable: true, description: 'Where it happens; none when at no partner.' })
  partner!: PartnerType | null;

  @Field(() => StoreType, { nullable: true, description: 'The store; none when at no partner.' })
  store!: StoreType | null;

  @Field(() => PointsScalar, { description: 'How many points it is about.' })
  points!: bigint;

  @Field(() => StepUpCauseEnum, { description: 'Why she is asked.' })
  because!: StepUpCause;

  @Field(() => StepUpStateEnum, { description: 'Where it stands now.' })
  state!: StepUpState;

  @Field(() => DateTimeScalar, { description: 'When it was asked.' })
  askedAt!: Date;

  @Field(() => DateTimeScalar, {
    description: 'Until when it can be answered and the redemption go through.',
  })
  expiresAt!: Date;

  @Field(() => SafetyActor, { nullable: true, description: 'Who answered; none while nobody did.' })
  answeredBy!: AnsweredBy | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was answered; none until then.' })
  answeredAt!: Date | null;
}

export function stepUpType(stepUp: StepUp, now: Date): StepUpType {
  const { id, memberId, partnerId, storeId, points, because, askedAt, expiresAt, answeredBy, answeredAt } =
    stepUp;
  return Object.assign(new StepUpType(), {
    ...{ id, points, because, askedAt, expiresAt, answeredBy, answeredAt },
    member: memberType(memberId),
    partner: partnerId === null ? null : partnerType(partnerId),
    store: storeId === null ? null : storeType(storeId),
    state: stepUpState(stepUp, now),
  });
}

@ObjectType('StepUpNotFound', { implements: Problem, description: 'You were asked no such question.' })
export class StepUpNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  challengeId!: string;
}

@ObjectType('StepUpNotOpen', {
  implements: Problem,
  description: 'The question cannot be answered any more.',
})
export class StepUpNotOpenType extends Problem {
  @Field(() => ID, { description: 'The question.' })
  challengeId!: string;

  @Field(() => StepUpStateEnum, { description: 'Where it stands.' })
  state!: StepUpState;
}
