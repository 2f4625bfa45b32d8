/** A hold and the refusals of redemptions as the graph tells them. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, MinorUnitsScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { MemberType, memberType, PartnerType, partnerType, StoreType, storeType } from '../entities.type.js';
import { Problem } from '../problem.js';
import { type Hold, type HoldState, holdState } from './hold.js';
import type { PayableLimit } from './spend-rules.js';

export enum HoldStateEnum {
  HELD = 'HELD',
  CAPTURED = 'CAPTURED',
  VOIDED = 'VOIDED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(HoldStateEnum, {
  name: 'HoldState',
  description: 'Where a hold stands now, or how it ended; capturedPoints tells what of it was spent.',
  valuesConfig: {
    HELD: { description: 'Open: what is left of it can be captured or let go.' },
    CAPTURED: { description: 'Its final capture was made; the rest is free again.' },
    VOIDED: { description: 'What was left of it was let go and is free again.' },
    EXPIRED: { description: 'Its time passed, and what was left of it is free again.' },
  },
});

@ObjectType('Hold', { description: 'Points set aside for one redemption.' })
export class HoldType {
  @Field(() => ID, { description: 'The id of the hold.' })
  id!: string;

  @Field(() => MemberType, { description: 'Whose points.' })
  member!: MemberType;

  @Field(() => PartnerType, { description: 'The partner that may capture them.' })
  partner!: PartnerType;

  @Field(() => StoreType, { description: 'The store of the redemption.' })
  store!: StoreType;

  @Field(() => PointsScalar, { description: 'How many were set aside.' })
  points!: bigint;

  @Field(() => PointsScalar, { description: 'How many of them were spent.' })
  capturedPoints!: bigint;

  @Field(() => PointsScalar, { description: 'How many can still be spent; zero once it has ended.' })
  remainingPoints!: bigint;

  @Field(() => HoldStateEnum, { description: 'Where it stands now.' })
  state!: HoldState;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  heldAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it lapses unless it ends before.' })
  expiresAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When its state changed last.' })
  changedAt!: Date;
}

export function holdType(hold: Hold, now: Date): HoldType {
  const { memberId, partnerId, storeId, ...facts } = hold;
  const state = holdState(hold, now);
  return Object.assign(new HoldType(), {
    ...facts,
    member: memberType(memberId),
    partner: partnerType(partnerId),
    store: storeType(storeId),
    state,
    remainingPoints: state === 'HELD' ? hold.points - hold.capturedPoints : 0n,
  });
}

@ObjectType('InsufficientPoints', {
  implements: Problem,
  description: 'The wallet has not so many points available.',
})
export class InsufficientPointsType extends Problem {
  @Field(() => PointsScalar, { description: 'What is available.' })
  available!: bigint;

  @Field(() => PointsScalar, { description: 'What was asked.' })
  asked!: bigint;
}

@ObjectType('HoldNotFound', { implements: Problem, description: 'You have no such hold.' })
export class HoldNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  holdId!: string;
}

@ObjectType('HoldNotOpen', { implements: Problem, description: 'The hold has ended already.' })
export class HoldNotOpenType extends Problem {
  @Field(() => ID, { description: 'The hold.' })
  holdId!: string;

  @Field(() => HoldStateEnum, { description: 'How it ended.' })
  state!: HoldState;
}

@ObjectType('CaptureExceedsHold', { implements: Problem, description: 'More was to be spent than is left.' })
export class CaptureExceedsHoldType extends Problem {
  @Field(() => PointsScalar, { description: 'What is left of the hold.' })
  held!: bigint;

  @Field(() => PointsScalar, { description: 'What was asked.' })
  asked!: bigint;
}

export enum PayableLimitEnum {
  SHARE_OF_BASKET = 'SHARE_OF_BASKET',
  SHARE_OF_LINES = 'SHARE_OF_LINES',
  BALANCE = 'BALANCE',
  OTHER_CURRENCY = 'OTHER_CURRENCY',
  POINTS_WORTH_NOTHING = 'POINTS_WORTH_NOTHING',
}
registerEnumType(PayableLimitEnum, {
  name: 'PayableLimit',
  description: 'What keeps points from paying more of a basket.',
  valuesConfig: {
    SHARE_OF_BASKET: { description: 'The programme lets points pay a share of a basket, and this is it.' },
    SHARE_OF_LINES: {
      description: 'The programme lets points pay a share of each line, and this is their sum.',
    },
    BALANCE: { description: 'The member has no more available.' },
    OTHER_CURRENCY: { description: "The basket is not in the programme's currency." },
    POINTS_WORTH_NOTHING: { description: 'The terms in force give points no worth in money.' },
  },
});

@ObjectType('BasketRequired', {
  implements: Problem,
  description: 'The programme asks whoever spends points to say what is paid.',
})
export class BasketRequiredType extends Problem {
  @Field(() => String, { description: 'The field of the input that is missing.' })
  field!: string;
}

@ObjectType('PayableShareExceeded', {
  implements: Problem,
  description: 'More of the basket was to be paid with points than the programme allows.',
})
export class PayableShareExceededType extends Problem {
  @Field(() => PointsScalar, { description: 'What was asked.' })
  asked!: bigint;

  @Field(() => PointsScalar, {
    description: 'So many points may pay it, less what holds on the same receipt pay already.',
  })
  payable!: bigint;

  @Field(() => MinorUnitsScalar, { description: 'What those are worth, in minor units of the basket.' })
  payableMinor!: bigint;

  @Field(() => PayableLimitEnum, { description: 'Why not more.' })
  limitedBy!: PayableLimit;
}
