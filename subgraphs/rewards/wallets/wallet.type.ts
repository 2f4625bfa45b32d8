/** The wallet as the graph shows it: what a member has, what of it can be spent, and when the rest comes or goes. */
import 'reflect-metadata';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { DateTimeScalar, PointsScalar, WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import { PartnerType, partnerType } from '../entities.type.js';
import type { EntryKind } from '../ledger/entry.js';
import type { LotStanding } from '../ledger/lot.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import type { WalletBalance } from '../ledger/wallet.js';
import type { EntryRecord } from './history.query.js';

export enum LotStateEnum {
  PENDING = 'PENDING',
  ACTIVE = 'ACTIVE',
  HELD = 'HELD',
  SPENT = 'SPENT',
  EXPIRED = 'EXPIRED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(LotStateEnum, {
  name: 'LotState',
  description: 'Where a lot stands now.',
  valuesConfig: {
    PENDING: { description: 'Earned and not usable yet.' },
    ACTIVE: { description: 'Usable.' },
    HELD: { description: 'All that is left of it is set aside for redemptions under way.' },
    SPENT: { description: 'Nothing is left of it: it was spent or taken back.' },
    EXPIRED: { description: 'Its time is over; what was left of it cannot be spent.' },
    CANCELLED: { description: 'The event that it waited for did not come.' },
  },
});

export enum EntryKindEnum {
  EARN = 'EARN',
  RETURN = 'RETURN',
  CAPTURE = 'CAPTURE',
  DEBT_PAYMENT = 'DEBT_PAYMENT',
  REVERSAL = 'REVERSAL',
  EXPIRY = 'EXPIRY',
  CANCELLATION = 'CANCELLATION',
  CONVERSION = 'CONVERSION',
  ADJUSTMENT = 'ADJUSTMENT',
  GIFT_SENT = 'GIFT_SENT',
  GIFT_RECEIVED = 'GIFT_RECEIVED',
  DONATION = 'DONATION',
  MERGE = 'MERGE',
  UNMERGE = 'UNMERGE',
  HOUSEHOLD_DRAW = 'HOUSEHOLD_DRAW',
}
registerEnumType(EntryKindEnum, {
  name: 'EntryKind',
  description: 'What happened to the points.',
  valuesConfig: {
    EARN: { description: 'A purchase earned them.' },
    RETURN: { description: 'Goods came back, and the points with them.' },
    CAPTURE: { description: 'They were spent.' },
    DEBT_PAYMENT: {
      description: 'A hold let points go, and they paid a debt: the sum of the wallet stays as it was.',
    },
    REVERSAL: { description: 'A spending or a gift was undone, and its points came back.' },
    EXPIRY: { description: 'Their time was over.' },
    CANCELLATION: { description: 'The event that they waited for did not come.' },
    CONVERSION: { description: 'They became an item, or came back from one that was cancelled.' },
    ADJUSTMENT: { description: 'An operator gave or took them by hand, with a reason.' },
    GIFT_SENT: { description: 'They were given to another member.' },
    GIFT_RECEIVED: { description: 'Another member gave them.' },
    DONATION: { description: 'They were given to a cause.' },
    MERGE: { description: 'Two members became one, and their points with them.' },
    UNMERGE: { description: 'A merge was undone.' },
    HOUSEHOLD_DRAW: {
      description: 'A member of the household drew them for a redemption, or gave back what was left.',
    },
  },
});

@ObjectType('UpcomingExpiry', {
  description: 'Points that will be gone at an instant unless they are spent before.',
})
export class UpcomingExpiryType {
  @Field(() => PointsScalar, { description: 'How many.' })
  points!: bigint;

  @Field(() => DateTimeScalar, { description: 'The first instant at which they are gone.' })
  at!: Date;

  @Field(() => MoneyType, { description: 'What they are worth by the terms in force.' })
  worth!: MoneyType;
}

@ObjectType('NextItem', { description: 'The item that units of a wallet become next.' })
export class NextItemType {
  @Field(() => String, { description: 'The item in words.' })
  name!: string;

  @Field(() => PointsScalar, { description: 'How many units become one.' })
  every!: bigint;

  @Field(() => PointsScalar, { description: 'How many usable units are still missing.' })
  missing!: bigint;
}

@ObjectType('Lot', { description: 'Points of one origin.' })
export class LotType {
  @Field(() => ID, { description: 'The id of the lot.' })
  id!: string;

  @Field(() => PartnerType, { description: 'The partner whose purchase made them, and who funds them.' })
  issuer!: PartnerType;

  @Field(() => ID, {
    nullable: true,
    description: 'The purchase that made them; none when something else did.',
  })
  purchaseId!: string | null;

  @Field(() => String, { description: 'The unit, such as PTS.' })
  unit!: string;

  @Field(() => String, { description: 'The rule that gave them, such as BASE_RATE.' })
  rule!: string;

  @Field(() => DateTimeScalar, { description: 'When they were earned.' })
  earnedAt!: Date;

  @Field(() => PointsScalar, { description: 'How many there were at first.' })
  original!: bigint;

  @Field(() => PointsScalar, { description: 'How many are left, held ones included.' })
  remaining!: bigint;

  @Field(() => PointsScalar, {
    description: 'How many of those left are set aside for redemptions under way.',
  })
  held!: bigint;

  @Field(() => LotStateEnum, { description: 'Where the lot stands now.' })
  state!: LotStanding;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when they can be spent; none while they wait for an event.',
  })
  activatesAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When they are cancelled unless the event came; none when they wait for none.',
  })
  cancelsAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The first instant at which they are gone; none if never.',
  })
  expiresAt!: Date | null;
}

@ObjectType('Entry', { description: 'One balanced record of the ledger that touched the wallet.' })
export class EntryType {
  @Field(() => ID, { description: 'The id of the entry.' })
  id!: string;

  @Field(() => WholeNumberScalar, { description: 'Its place in the ledger.' })
  sequence!: bigint;

  @Field(() => EntryKindEnum, { description: 'What happened.' })
  kind!: EntryKind;

  @Field(() => PointsScalar, {
    description: 'What it did to the wallet: positive came in, negative went out.',
  })
  points!: bigint;

  @Field(() => PartnerType, {
    nullable: true,
    description: 'The partner at whom it happened; none where it happened at no partner.',
  })
  partner!: PartnerType | null;

  @Field(() => ID, { nullable: true, description: 'The purchase that caused it, or whose goods came back.' })
  purchaseId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The hold that was captured.' })
  holdId!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was written into the ledger.' })
  postedAt!: Date;

  @Field(() => Int, { description: 'The version of the programme terms that decided it.' })
  termsVersion!: number;

  @Field(() => ID, { nullable: true, description: 'The agreement that decided it; none where none did.' })
  agreementId!: string | null;
}

export function entryType(entry: EntryRecord): EntryType {
  return Object.assign(new EntryType(), entry, {
    partner: entry.partnerId === null ? null : partnerType(entry.partnerId),
  });
}

export const LotConnection = connectionType('Lot', () => LotType);
export const EntryConnection = connectionType('Entry', () => EntryType);

@ObjectType('Wallet', { description: "A member's points, or what the member has of another unit." })
export class WalletType {
  @Field(() => String, { description: 'The unit: PTS is the shared currency.' })
  unit!: string;

  @Field(() => PointsScalar, {
    description: 'What can be spent now. Below zero only by goods returned after their points were spent.',
  })
  available!: bigint;

  @Field(() => PointsScalar, { description: 'Earned and not usable yet.' })
  pending!: bigint;

  @Field(() => PointsScalar, { description: 'Set aside for redemptions under way.' })
  held!: bigint;

  @Field(() => PointsScalar, {
    description: 'What returned goods took back beyond what was there; the next points earned pay it.',
  })
  debt!: bigint;

  /** Filled by the wallet resolver. */
  worth!: MoneyType;

  /** Whose it is; not a field of the graph. */
  memberId!: string;
}

/** Of the shared currency unless a unit is named. */
export function walletType(memberId: string, balance: WalletBalance, unit: string = POINTS_UNIT): WalletType {
  return Object.assign(new WalletType(), { memberId, unit, ...balance });
}
