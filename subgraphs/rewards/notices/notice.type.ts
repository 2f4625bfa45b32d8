/** A notice as the graph tells it. */
import 'reflect-metadata';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { DateTimeScalar, PointsScalar, WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import { MemberType, PartnerType, partnerType } from '../entities.type.js';
import { Problem } from '../problem.js';
import type { Notice, NoticeKind } from './notice.js';

export enum NoticeKindEnum {
  EARNED = 'EARNED',
  TAKEN_BACK = 'TAKEN_BACK',
  SPENT = 'SPENT',
  GIVEN_BACK = 'GIVEN_BACK',
  LAPSED = 'LAPSED',
  CANCELLED = 'CANCELLED',
  CONVERTED = 'CONVERTED',
  ADJUSTED = 'ADJUSTED',
  GIFT_SENT = 'GIFT_SENT',
  GIFT_RECEIVED = 'GIFT_RECEIVED',
  DONATED = 'DONATED',
  MERGED = 'MERGED',
  HOUSEHOLD_DRAW = 'HOUSEHOLD_DRAW',
  SPENDING_LOCKED = 'SPENDING_LOCKED',
  SPENDING_UNLOCKED = 'SPENDING_UNLOCKED',
  STEP_UP_ASKED = 'STEP_UP_ASKED',
}
registerEnumType(NoticeKindEnum, {
  name: 'NoticeKind',
  description: 'What a member is told of.',
  valuesConfig: {
    EARNED: { description: 'A purchase earned points.' },
    TAKEN_BACK: { description: 'Goods came back, and points were taken back.' },
    SPENT: { description: 'Points were spent.' },
    GIVEN_BACK: { description: 'A spending was undone, and points came back.' },
    LAPSED: { description: 'Points lapsed.' },
    CANCELLED: { description: 'The event that points waited for did not come.' },
    CONVERTED: { description: 'Points became an item.' },
    ADJUSTED: { description: 'An operator gave or took points by hand.' },
    GIFT_SENT: { description: 'Points were given to another member.' },
    GIFT_RECEIVED: { description: 'Another member gave points.' },
    DONATED: { description: 'Points were given to a cause.' },
    MERGED: { description: 'Two members became one, or were parted again.' },
    HOUSEHOLD_DRAW: {
      description: 'A member of the household drew points for a redemption, or gave back what was left.',
    },
    SPENDING_LOCKED: { description: 'Spending was locked.' },
    SPENDING_UNLOCKED: { description: 'Spending was unlocked.' },
    STEP_UP_ASKED: { description: 'A redemption waits for the word of the member.' },
  },
});

@ObjectType('NoticeFact', { description: 'A fact of a notice by its name.' })
export class NoticeFactType {
  @Field(() => String, { description: 'What it is, such as purchaseId.' })
  name!: string;

  @Field(() => String, { description: 'The fact as text.' })
  value!: string;
}

@ObjectType('Notice', { description: 'What a member is told of her wallet, once for each thing.' })
export class NoticeType {
  @Field(() => ID, { description: 'The id of the notice.' })
  id!: string;

  @Field(() => NoticeKindEnum, { description: 'What it is about.' })
  kind!: NoticeKind;

  @Field(() => String, { nullable: true, description: 'The unit, such as PTS; none where none moved.' })
  unit!: string | null;

  @Field(() => PointsScalar, {
    nullable: true,
    description: 'How many: positive came in, negative went out; of a question what it is about.',
  })
  points!: bigint | null;

  @Field(() => PartnerType, { nullable: true, description: 'Where; none when at no partner.' })
  partner!: PartnerType | null;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was noticed.' })
  noticedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was read; none while it is unread.' })
  readAt!: Date | null;

  @Field(() => [NoticeFactType], { description: 'What else is known of it, by name.' })
  facts!: NoticeFactType[];
}

export const NoticeConnection = connectionType('Notice', () => NoticeType);

export function noticeType(notice: Notice): NoticeType {
  const { id, kind, unit, points, partnerId, occurredAt, noticedAt, readAt, facts } = notice;
  return Object.assign(new NoticeType(), {
    ...{ id, kind, unit, points, occurredAt, noticedAt, readAt },
    partner: partnerId === null ? null : partnerType(partnerId),
    facts: Object.entries(facts).map(([name, value]) => Object.assign(new NoticeFactType(), { name, value })),
  });
}

@InputType({ description: 'What was read.' })
export class MarkNoticesReadInput extends ActInput {
  @Field(() => [ID], { nullable: true, description: 'The notices; all that are unread when left out.' })
  noticeIds?: string[] | null;
}

@ObjectType('NoticesMarkedRead', { description: 'They are read.' })
export class NoticesMarkedReadType extends ActDone {
  @Field(() => WholeNumberScalar, { description: 'How many were unread before.' })
  count!: bigint;

  @Field(() => MemberType, { description: 'The member.' })
  member!: MemberType;
}

@ObjectType('NoticeNotFound', { implements: Problem, description: 'You have no such notice.' })
export class NoticeNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  noticeId!: string;
}
