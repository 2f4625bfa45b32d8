/** The wallet as the graph shows it: what a member has, what of it can be spent, and when the rest comes or goes. */
import 'reflect-metadata';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { DateTimeScalar, PointsScalar, WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import { PartnerType } from '../entities.type.js';
import type { EntryKind } from '../ledger/entry.js';
import type { LotState } from '../ledger/lot.js';
import type { WalletBalance } from '../ledger/wallet.js';

export enum LotStateEnum {
  PENDING = 'PENDING',
  ACTIVE = 'ACTIVE',
  EXPIRED = 'EXPIRED',
}
registerEnumType(LotStateEnum, {
  name: 'LotState',
  description: 'Where a lot stands now.',
  valuesConfig: {
    PENDING: { description: 'Earned and not usable yet.' },
    ACTIVE: { description: 'Usable.' },
    EXPIRED: { description: 'Its time is over; what was left of it cannot be spent.' },
  },
});

export enum EntryKindEnum {
  EARN = 'EARN',
  RETURN = 'RETURN',
  CAPTURE = 'CAPTURE',
  DEBT_PAYMENT = 'DEBT_PAYMENT',
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
}

@ObjectType('Lot', { description: 'Points of one origin.' })
export class LotType {
  @Field(() => ID, { description: 'The id of the lot.' })
  id!: string;

  @Field(() => PartnerType, { description: 'The partner whose purchase made them, and who funds them.' })
  issuer!: PartnerType;

  @Field(() => ID, { description: 'The purchase that made them.' })
  purchaseId!: string;

  @Field(() => PointsScalar, { description: 'How many there were at first.' })
  original!: bigint;

  @Field(() => PointsScalar, { description: 'How many are left, held ones included.' })
  remaining!: bigint;

  @Field(() => PointsScalar, {
    description: 'How many of those left are set aside for redemptions under way.',
  })
  held!: bigint;

  @Field(() => LotStateEnum, { description: 'Where the lot stands now.' })
  state!: LotState;

  @Field(() => DateTimeScalar, { description: 'From when they can be spent.' })
  activatesAt!: Date;

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

  @Field(() => PartnerType, { description: 'The partner at whom it happened.' })
  partner!: PartnerType;

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

  @Field(() => ID, { description: 'The agreement that decided it.' })
  agreementId!: string;
}

export const LotConnection = connectionType('Lot', () => LotType);
export const EntryConnection = connectionType('Entry', () => EntryType);

@ObjectType('Wallet', { description: "A member's points." })
export class WalletType {
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

export function walletType(memberId: string, balance: WalletBalance): WalletType {
  return Object.assign(new WalletType(), { memberId, ...balance });
}
