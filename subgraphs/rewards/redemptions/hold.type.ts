/** A hold and the refusals of redemptions as the graph tells them. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { MemberType, memberType, PartnerType, partnerType, StoreType, storeType } from '../entities.type.js';
import { Problem } from '../problem.js';
import { type Hold, type HoldState, holdState } from './hold.js';

export enum HoldStateEnum {
  HELD = 'HELD',
  CAPTURED = 'CAPTURED',
  VOIDED = 'VOIDED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(HoldStateEnum, {
  name: 'HoldState',
  description: 'Where a hold stands now.',
  valuesConfig: {
    HELD: { description: 'Open: it can be captured or let go.' },
    CAPTURED: { description: 'Its points were spent, all or a part; the rest is free again.' },
    VOIDED: { description: 'It was let go, and its points are free again.' },
    EXPIRED: { description: 'Its time passed, and its points are free again.' },
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
  return Object.assign(new HoldType(), {
    ...facts,
    member: memberType(memberId),
    partner: partnerType(partnerId),
    store: storeType(storeId),
    state: holdState(hold, now),
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

@ObjectType('CaptureExceedsHold', { implements: Problem, description: 'More was to be spent than is held.' })
export class CaptureExceedsHoldType extends Problem {
  @Field(() => PointsScalar, { description: 'What is held.' })
  held!: bigint;

  @Field(() => PointsScalar, { description: 'What was asked.' })
  asked!: bigint;
}
