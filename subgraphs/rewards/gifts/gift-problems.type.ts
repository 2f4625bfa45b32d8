/** The refusals of gifts as the graph tells them. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { problem } from '../../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';
import { InsufficientPointsType } from '../redemptions/hold.type.js';
import type { InsufficientPoints } from '../redemptions/holding.js';
import type { EndRefusal, GiftState } from './gift.js';
import { GiftStateEnum } from './gift.type.js';
import type { GiftLimit, GiftLimitExceeded, GiftsOff, GiftTooSmall, GiftToSelf } from './offering.js';

export enum GiftLimitEnum {
  PER_GIFT = 'PER_GIFT',
  PER_DAY = 'PER_DAY',
  PER_MONTH = 'PER_MONTH',
  RECEIVED_PER_MONTH = 'RECEIVED_PER_MONTH',
}
registerEnumType(GiftLimitEnum, {
  name: 'GiftLimit',
  description: 'Which limit of the terms of gifts would be passed.',
  valuesConfig: {
    PER_GIFT: { description: 'The largest gift.' },
    PER_DAY: { description: 'What one member may give in a calendar day.' },
    PER_MONTH: { description: 'What one member may give in a calendar month.' },
    RECEIVED_PER_MONTH: { description: 'What one member may be given in a calendar month.' },
  },
});

@ObjectType('GiftsOff', { implements: Problem, description: 'Points cannot be given in this programme now.' })
export class GiftsOffType extends Problem {}

@ObjectType('GiftToSelf', { implements: Problem, description: 'Giver and receiver are one member.' })
export class GiftToSelfType extends Problem {
  @Field(() => ID, { description: 'The member.' })
  giverId!: string;
}

@ObjectType('GiftTooSmall', { implements: Problem, description: 'Less was offered than the smallest gift.' })
export class GiftTooSmallType extends Problem {
  @Field(() => PointsScalar, { description: 'The smallest gift.' })
  least!: bigint;

  @Field(() => PointsScalar, { description: 'What was asked.' })
  asked!: bigint;
}

@ObjectType('GiftLimitExceeded', {
  implements: Problem,
  description: 'A limit of the terms would be passed.',
})
export class GiftLimitExceededType extends Problem {
  @Field(() => GiftLimitEnum, { description: 'Which limit.' })
  giftLimit!: GiftLimit;

  @Field(() => PointsScalar, { description: 'The most it allows.' })
  most!: bigint;

  @Field(() => PointsScalar, {
    nullable: true,
    description:
      'What accepted gifts and open offers use of it; none where that is for the other member to know.',
  })
  usedPoints!: bigint | null;

  @Field(() => PointsScalar, { description: 'What was asked.' })
  asked!: bigint;
}

@ObjectType('GiftNotFound', { implements: Problem, description: 'You have no such gift.' })
export class GiftNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  giftId!: string;
}

@ObjectType('GiftNotOpen', { implements: Problem, description: 'The gift is in no state for this.' })
export class GiftNotOpenType extends Problem {
  @Field(() => ID, { description: 'The gift.' })
  giftId!: string;

  @Field(() => GiftStateEnum, { description: 'Where it stands.' })
  state!: GiftState;
}

export function insufficientPoints(refusal: InsufficientPoints): InsufficientPointsType {
  const message = `${refusal.available} points are available, ${refusal.asked} were asked.`;
  return problem(InsufficientPointsType, { ...refusal, message }, { retryable: true });
}

export function endProblem(refusal: EndRefusal): GiftNotFoundType | GiftNotOpenType {
  if (refusal.kind === 'GiftNotFound')
    return problem(GiftNotFoundType, { ...refusal, message: 'You have no gift with this id.' });
  return problem(GiftNotOpenType, { ...refusal, message: `The gift is ${refusal.state}.` });
}

export function offerProblem(
  refusal: GiftsOff | GiftToSelf | GiftTooSmall | GiftLimitExceeded | InsufficientPoints,
) {
  switch (refusal.kind) {
    case 'GiftsOff':
      return problem(GiftsOffType, { message: 'Gifts are switched off.' }, { retryable: true });
    case 'GiftToSelf':
      return problem(GiftToSelfType, { ...refusal, message: 'A member cannot give points to herself.' });
    case 'GiftTooSmall': {
      const message = `The smallest gift is ${refusal.least} points, ${refusal.asked} were asked.`;
      return problem(GiftTooSmallType, { ...refusal, message });
    }
    case 'GiftLimitExceeded': {
      const message = `${refusal.giftLimit} allows ${refusal.most} points, ${refusal.asked} more were asked.`;
      return problem(
        GiftLimitExceededType,
        { ...refusal, message },
        { retryable: refusal.giftLimit !== 'PER_GIFT' },
      );
    }
    case 'InsufficientPoints':
      return insufficientPoints(refusal);
  }
}
