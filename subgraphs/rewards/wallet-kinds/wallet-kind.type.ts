/** A kind of wallet as the graph takes and shows it. */
import 'reflect-metadata';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';
import {
  ActivationPolicyType,
  activationFrom,
  activationType,
  ExpiryPolicyType,
  expiryFrom,
  expiryType,
} from './policies.type.js';
import type { WalletKind, WalletKindSettings } from './wallet-kind.js';
import {
  EarnRuleType,
  ItemRewardType,
  NegativePolicy,
  PeriodCapType,
  ReturnPolicyEnum,
  RoundingEnum,
  WalletPurpose,
} from './wallet-rules.type.js';

const TEXTS = {
  purpose: 'What its units are for.',
  nameOne: 'One unit in words, such as "mile".',
  nameMany: 'Units in words, such as "miles".',
  earning: 'How a receipt fills it.',
  rounding: 'What happens to a fraction.',
  balanceCap: 'The most that it may hold, pending units included; none for no cap.',
  periodCap: 'The most that may be earned in a period; none for no cap.',
  negative: 'Whether a return or a manual debit may take more than is there.',
  returnPolicy: 'How much a return may take back.',
  activation: "What new units wait for; none for what the programme's terms say.",
  expiry: "What makes units lapse; none for what the programme's terms say.",
  itemReward: 'What units become; none if nothing.',
} as const;

@ObjectType('WalletKind', {
  description: 'A unit of the programme, and the rules of the wallets that hold it.',
})
export class WalletKindType {
  @Field(() => String, { description: 'The unit: PTS is the shared currency.' })
  unit!: string;

  @Field(() => Int, { description: 'The version. What it decided stays decided by it.' })
  version!: number;

  @Field(() => WalletPurpose, { description: TEXTS.purpose })
  purpose!: WalletPurpose;

  @Field(() => String, { description: TEXTS.nameOne })
  nameOne!: string;

  @Field(() => String, { description: TEXTS.nameMany })
  nameMany!: string;

  @Field(() => EarnRuleType, { description: TEXTS.earning })
  earning!: EarnRuleType;

  @Field(() => RoundingEnum, { description: TEXTS.rounding })
  rounding!: RoundingEnum;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.balanceCap })
  balanceCap!: bigint | null;

  @Field(() => PeriodCapType, { nullable: true, description: TEXTS.periodCap })
  periodCap!: PeriodCapType | null;

  @Field(() => NegativePolicy, { description: TEXTS.negative })
  negative!: NegativePolicy;

  @Field(() => ReturnPolicyEnum, { description: TEXTS.returnPolicy })
  returnPolicy!: ReturnPolicyEnum;

  @Field(() => ActivationPolicyType, { nullable: true, description: TEXTS.activation })
  activation!: ActivationPolicyType | null;

  @Field(() => ExpiryPolicyType, { nullable: true, description: TEXTS.expiry })
  expiry!: ExpiryPolicyType | null;

  @Field(() => ItemRewardType, { nullable: true, description: TEXTS.itemReward })
  itemReward!: ItemRewardType | null;
}

@InputType({ description: 'A kind of wallet to make or change; what is left out stays, null takes away.' })
export class ConfigureWalletKindInput extends ActInput {
  @Field(() => String, { description: 'The unit, such as MILES; PTS is the shared currency.' })
  unit!: string;

  @Field(() => WalletPurpose, { nullable: true, description: TEXTS.purpose })
  purpose?: WalletPurpose | null;

  @Field(() => String, { nullable: true, description: TEXTS.nameOne })
  nameOne?: string | null;

  @Field(() => String, { nullable: true, description: TEXTS.nameMany })
  nameMany?: string | null;

  @Field(() => EarnRuleType, { nullable: true, description: TEXTS.earning })
  earning?: EarnRuleType | null;

  @Field(() => RoundingEnum, { nullable: true, description: TEXTS.rounding })
  rounding?: RoundingEnum | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.balanceCap })
  balanceCap?: bigint | null;

  @Field(() => PeriodCapType, { nullable: true, description: TEXTS.periodCap })
  periodCap?: PeriodCapType | null;

  @Field(() => NegativePolicy, { nullable: true, description: TEXTS.negative })
  negative?: NegativePolicy | null;

  @Field(() => ReturnPolicyEnum, { nullable: true, description: TEXTS.returnPolicy })
  returnPolicy?: ReturnPolicyEnum | null;

  @Field(() => ActivationPolicyType, { nullable: true, description: TEXTS.activation })
  activation?: ActivationPolicyType | null;

  @Field(() => ExpiryPolicyType, { nullable: true, description: TEXTS.expiry })
  expiry?: ExpiryPolicyType | null;

  @Field(() => ItemRewardType, { nullable: true, description: TEXTS.itemReward })
  itemReward?: ItemRewardType | null;
}

@ObjectType('WalletKindConfigured', { description: 'The kind of wallet is in force.' })
export class WalletKindConfiguredType extends ActDone {
  @Field(() => WalletKindType, { description: 'As it is in force now.' })
  walletKind!: WalletKindType;
}

@ObjectType('WalletKindNotValid', {
  implements: Problem,
  description: 'A setting cannot be one of this kind of wallet.',
})
export class WalletKindNotValidType extends Problem {
  @Field(() => String, { description: 'The field of the input.' })
  field!: string;

  @Field(() => String, { description: 'What it must be.' })
  rule!: string;
}

export function walletKindType({ activation, expiry, ...kind }: WalletKind): WalletKindType {
  return Object.assign(new WalletKindType(), kind, {
    activation: activation === null ? null : activationType(activation),
    expiry: expiry === null ? null : expiryType(expiry),
  });
}

const NULL_TAKES_AWAY = ['balanceCap', 'periodCap', 'activation', 'expiry', 'itemReward'];

/** Keeps what was sent. @throws DoorError BAD_USER_INPUT when a policy lacks what its kind needs */
export function changesFrom(input: ConfigureWalletKindInput): Partial<WalletKindSettings> {
  const { idempotencyKey: _key, unit: _unit, activation, expiry, ...plain } = input;
  const sent = Object.entries(plain).filter(
    ([field, value]) => value !== undefined && (value !== null || NULL_TAKES_AWAY.includes(field)),
  );
  return {
    ...(Object.fromEntries(sent) as Partial<WalletKindSettings>),
    ...(activation === undefined ? {} : { activation: activation && activationFrom(activation) }),
    ...(expiry === undefined ? {} : { expiry: expiry && expiryFrom(expiry) }),
  };
}
