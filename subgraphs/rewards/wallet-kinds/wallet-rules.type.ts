/** The rules of a wallet that the graph names one by one: purpose, earning, rounding, caps, returns and items. */
import 'reflect-metadata';
import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { MinorUnitsScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { PeriodEnum } from './policies.type.js';

export enum WalletPurpose {
  SPENDABLE = 'SPENDABLE',
  QUALIFYING = 'QUALIFYING',
  STAMPS = 'STAMPS',
}
registerEnumType(WalletPurpose, {
  name: 'WalletPurpose',
  description: 'What units are for.',
  valuesConfig: {
    SPENDABLE: { description: 'The shared currency: members pay with it, and partners fund it.' },
    QUALIFYING: { description: 'They count, for a tier or a rank, and are never spent.' },
    STAMPS: { description: 'Some of them become an item.' },
  },
});

export enum EarnBasisEnum {
  AGREEMENT = 'AGREEMENT',
  POINTS = 'POINTS',
  MONEY = 'MONEY',
  VISIT = 'VISIT',
  NOTHING = 'NOTHING',
}
registerEnumType(EarnBasisEnum, {
  name: 'EarnBasis',
  description: 'What of a receipt gives units.',
  valuesConfig: {
    AGREEMENT: { description: "The rate of the partner's agreement; for the shared currency alone." },
    POINTS: { description: 'One for each point that the base rate gives.' },
    MONEY: { description: 'Some for each amount of money.' },
    VISIT: { description: 'Some for each receipt.' },
    NOTHING: { description: 'Nothing: they come otherwise.' },
  },
});

export enum RoundingEnum {
  DOWN = 'DOWN',
  HALF_UP = 'HALF_UP',
  UP = 'UP',
}
registerEnumType(RoundingEnum, {
  name: 'Rounding',
  description: 'What happens to a fraction of a unit, once on the whole receipt.',
  valuesConfig: {
    DOWN: { description: 'It is dropped.' },
    HALF_UP: { description: 'From a half on it counts as one.' },
    UP: { description: 'It counts as one.' },
  },
});

export enum NegativePolicy {
  ALLOWED = 'ALLOWED',
  FORBIDDEN = 'FORBIDDEN',
}
registerEnumType(NegativePolicy, {
  name: 'NegativePolicy',
  description: 'Whether a return or a manual debit may take more than is there.',
  valuesConfig: {
    ALLOWED: { description: 'What is missing is a debt that the next points pay.' },
    FORBIDDEN: { description: 'What is missing is let off.' },
  },
});

export enum ReturnPolicyEnum {
  ONLY_PENDING = 'ONLY_PENDING',
  WITHIN_BALANCE = 'WITHIN_BALANCE',
  UNLIMITED = 'UNLIMITED',
}
registerEnumType(ReturnPolicyEnum, {
  name: 'ReturnPolicy',
  description: 'How much a return may take back.',
  valuesConfig: {
    ONLY_PENDING: { description: 'Only what the purchase gave and is not usable yet.' },
    WITHIN_BALANCE: { description: 'As much as the wallet has.' },
    UNLIMITED: { description: 'All that the goods gave; what is missing is a debt.' },
  },
});

@ObjectType('PeriodCap', { description: 'The most that may be earned in a calendar period.' })
@InputType('PeriodCapInput', { description: 'The most that may be earned in a calendar period.' })
export class PeriodCapType {
  @Field(() => PeriodEnum, { description: 'The period. HALF_YEAR is none of a cap.' })
  period!: PeriodEnum;

  @Field(() => PointsScalar, { description: 'So many units.' })
  units!: bigint;
}

@ObjectType('ItemReward', { description: 'An item that units become, at once and by themselves.' })
@InputType('ItemRewardInput', { description: 'An item that units shall become.' })
export class ItemRewardType {
  @Field(() => PointsScalar, { description: 'How many units become one item.' })
  every!: bigint;

  @Field(() => String, { description: 'The item in words.' })
  name!: string;
}

@ObjectType('EarnRule', { description: 'How a receipt fills a wallet.' })
@InputType('EarnRuleInput', { description: 'How a receipt shall fill a wallet.' })
export class EarnRuleType {
  @Field(() => EarnBasisEnum, { description: 'What of the receipt counts.' })
  by!: EarnBasisEnum;

  @Field(() => PointsScalar, { nullable: true, description: 'The units of MONEY and VISIT.' })
  units?: bigint | null;

  @Field(() => MinorUnitsScalar, { nullable: true, description: 'The amount for which MONEY gives them.' })
  perMinor?: bigint | null;
}
