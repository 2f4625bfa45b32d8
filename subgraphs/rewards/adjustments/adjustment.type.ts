/** An adjustment and its refusals as the graph tells them. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { MemberType, memberType, PartnerType, partnerType } from '../entities.type.js';
import { insufficientPoints } from '../gifts/gift-problems.type.js';
import { Problem } from '../problem.js';
import { isShared, sharedProblem } from '../refusals.type.js';
import type { AdjustmentRefusal } from './adjusting.js';
import type { Adjustment, AdjustmentState, DecisionRefusal, SecondOperatorNeeded } from './adjustment.js';

export enum AdjustmentStateEnum {
  PROPOSED = 'PROPOSED',
  POSTED = 'POSTED',
  REJECTED = 'REJECTED',
}
registerEnumType(AdjustmentStateEnum, {
  name: 'AdjustmentState',
  description: 'Where an adjustment stands.',
  valuesConfig: {
    PROPOSED: { description: 'It waits for another operator; nothing happened to the wallet.' },
    POSTED: { description: 'It is in the ledger.' },
    REJECTED: { description: 'An operator turned it down.' },
  },
});

@ObjectType('Adjustment', { description: 'Units that an operator gives to a member by hand, or takes.' })
export class AdjustmentType {
  @Field(() => ID, { description: 'The id of the adjustment.' })
  id!: string;

  @Field(() => MemberType, { description: 'Whose wallet.' })
  member!: MemberType;

  @Field(() => String, { description: 'The kind of wallet.' })
  unit!: string;

  @Field(() => PointsScalar, { description: 'How many: positive gives, negative takes.' })
  points!: bigint;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => PartnerType, {
    nullable: true,
    description: 'Who funds what is given, or stands for what is taken beyond what is there.',
  })
  partner!: PartnerType | null;

  @Field(() => AdjustmentStateEnum, { description: 'Where it stands.' })
  state!: AdjustmentState;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  proposedAt!: Date;

  @Field(() => String, { description: 'The operator who asked for it.' })
  proposedBy!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When another operator decided; none if nobody had to.',
  })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'The operator who decided; none if nobody had to.' })
  decidedBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was rejected; none unless it was.' })
  decisionReason!: string | null;

  @Field(() => ID, { nullable: true, description: 'Its entry of the ledger; none until it is posted.' })
  entryId!: string | null;
}

export const AdjustmentConnection = connectionType('Adjustment', () => AdjustmentType);

export function adjustmentType({ memberId, partnerId, ...facts }: Adjustment): AdjustmentType {
  return Object.assign(new AdjustmentType(), {
    ...facts,
    member: memberType(memberId),
    partner: partnerId === null ? null : partnerType(partnerId),
  });
}

@ObjectType('AdjustmentOfNothing', { implements: Problem, description: 'Zero is no adjustment.' })
export class AdjustmentOfNothingType extends Problem {}

@ObjectType('WalletKindNotFound', { implements: Problem, description: 'There is no such kind of wallet.' })
export class WalletKindNotFoundType extends Problem {
  @Field(() => String, { description: 'The unit that was sent.' })
  unit!: string;
}

@ObjectType('FundingPartnerNeeded', {
  implements: Problem,
  description: 'Every unit has an issuer: say which partner stands for these.',
})
export class FundingPartnerNeededType extends Problem {
  @Field(() => String, { description: 'The unit.' })
  unit!: string;

  @Field(() => PointsScalar, { description: 'For how many units a partner must stand.' })
  points!: bigint;
}

@ObjectType('AdjustmentNotFound', { implements: Problem, description: 'There is no such adjustment.' })
export class AdjustmentNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  adjustmentId!: string;
}

@ObjectType('AdjustmentNotOpen', { implements: Problem, description: 'The adjustment was decided already.' })
export class AdjustmentNotOpenType extends Problem {
  @Field(() => ID, { description: 'The adjustment.' })
  adjustmentId!: string;

  @Field(() => AdjustmentStateEnum, { description: 'Where it stands.' })
  state!: AdjustmentState;
}

@ObjectType('SecondOperatorNeeded', {
  implements: Problem,
  description: 'Another operator than the one who asked for it must approve.',
})
export class SecondOperatorNeededType extends Problem {
  @Field(() => ID, { description: 'The adjustment.' })
  adjustmentId!: string;

  @Field(() => String, { description: 'The operator who asked for it.' })
  proposedBy!: string;
}

export function adjustmentProblem(refusal: AdjustmentRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  switch (refusal.kind) {
    case 'AdjustmentOfNothing':
      return problem(AdjustmentOfNothingType, { message: 'points must not be zero.' });
    case 'WalletKindNotFound':
      return problem(WalletKindNotFoundType, {
        ...refusal,
        message: `There is no kind of wallet ${refusal.unit}.`,
      });
    case 'FundingPartnerNeeded': {
      const message = `Send partnerId: who stands for ${refusal.points} ${refusal.unit}?`;
      return problem(FundingPartnerNeededType, { ...refusal, message });
    }
    case 'InsufficientPoints':
      return insufficientPoints(refusal);
  }
}

export function decisionProblem(refusal: DecisionRefusal) {
  if (refusal.kind === 'AdjustmentNotFound')
    return problem(AdjustmentNotFoundType, { ...refusal, message: 'There is no adjustment with this id.' });
  return problem(AdjustmentNotOpenType, { ...refusal, message: `The adjustment is ${refusal.state}.` });
}

export function secondOperatorNeeded(refusal: SecondOperatorNeeded): SecondOperatorNeededType {
  const message = `${refusal.proposedBy} asked for this; another operator must approve it.`;
  return problem(SecondOperatorNeededType, { ...refusal, message });
}
