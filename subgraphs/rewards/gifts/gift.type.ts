/** A gift as the graph tells it. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { MemberType, memberType } from '../entities.type.js';
import { type Gift, type GiftState, giftState, missingPoints } from './gift.js';

export enum GiftStateEnum {
  OFFERED = 'OFFERED',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
  WITHDRAWN = 'WITHDRAWN',
  LAPSED = 'LAPSED',
  REVERSED = 'REVERSED',
}
registerEnumType(GiftStateEnum, {
  name: 'GiftState',
  description: 'Where a gift stands now.',
  valuesConfig: {
    OFFERED: { description: 'Open: the receiver can answer, the giver can withdraw it.' },
    ACCEPTED: { description: "The points are the receiver's." },
    DECLINED: { description: 'The receiver did not want it; the points are free again.' },
    WITHDRAWN: { description: 'The giver took it back before the answer; the points are free again.' },
    LAPSED: { description: 'Nobody answered in time; the points are free again.' },
    REVERSED: { description: 'An operator undid it after it was accepted.' },
  },
});

export enum GiftDirectionEnum {
  SENT = 'SENT',
  RECEIVED = 'RECEIVED',
}
registerEnumType(GiftDirectionEnum, {
  name: 'GiftDirection',
  description: 'Which way a gift goes.',
  valuesConfig: {
    SENT: { description: 'Given by the member.' },
    RECEIVED: { description: 'Offered to the member.' },
  },
});

export enum GiftExpiryRuleEnum {
  KEEPS_EXPIRY = 'KEEPS_EXPIRY',
}
registerEnumType(GiftExpiryRuleEnum, {
  name: 'GiftExpiryRule',
  description: 'When points that were given are gone.',
  valuesConfig: {
    KEEPS_EXPIRY: { description: "When they would have been gone at the giver's: giving renews nothing." },
  },
});

@ObjectType('Gift', { description: 'Points that one member offers to another.' })
export class GiftType {
  @Field(() => ID, { description: 'The id of the gift.' })
  id!: string;

  @Field(() => MemberType, { description: 'Who gives.' })
  giver!: MemberType;

  @Field(() => MemberType, { description: 'Who is given.' })
  receiver!: MemberType;

  @Field(() => PointsScalar, { description: 'How many points.' })
  points!: bigint;

  @Field(() => String, { nullable: true, description: 'What the giver says to it; none for auditors.' })
  message!: string | null;

  @Field(() => GiftStateEnum, { description: 'Where it stands now.' })
  state!: GiftState;

  @Field(() => DateTimeScalar, { description: 'When it was offered.' })
  offeredAt!: Date;

  @Field(() => DateTimeScalar, {
    description:
      'When the offer lapses without an answer: after the days of the terms, or with the first of its points.',
  })
  lapsesAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When its state changed last.' })
  changedAt!: Date;

  @Field(() => GiftExpiryRuleEnum, { description: 'When the points are gone, once they are received.' })
  expiryRule!: GiftExpiryRuleEnum;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the first of the points are gone, by the rule and as of the offer; none if never.',
  })
  soonestExpiry!: Date | null;

  @Field(() => PointsScalar, { description: 'What a reversal gave back of what the receiver still had.' })
  returnedPoints!: bigint;

  @Field(() => PointsScalar, {
    description: 'What a reversal gave back beyond it: other points of the receiver, or a debt.',
  })
  owedPoints!: bigint;

  @Field(() => PointsScalar, {
    description: 'What a reversal did not give back: it was spent, or its time was over.',
  })
  missingPoints!: bigint;

  @Field(() => String, { nullable: true, description: 'Why it was reversed; none unless it was.' })
  reversalReason!: string | null;
}

export const GiftConnection = connectionType('Gift', () => GiftType);

export function giftType(
  gift: Gift,
  { caller, now }: { readonly caller: Caller; readonly now: Date },
): GiftType {
  const { giverId, receiverId, ...facts } = gift;
  return Object.assign(new GiftType(), {
    ...facts,
    giver: memberType(giverId),
    receiver: memberType(receiverId),
    message: caller.kind === 'auditor' ? null : gift.message,
    state: giftState(gift, now),
    expiryRule: GiftExpiryRuleEnum.KEEPS_EXPIRY,
    missingPoints: missingPoints(gift),
  });
}
