/** A bonus as the graph takes and shows it. */
import 'reflect-metadata';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import {
  CurrencyCodeScalar,
  DateTimeScalar,
  MinorUnitsScalar,
  PointsScalar,
} from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';
import {
  ActivationPolicyType,
  activationFrom,
  activationType,
  ExpiryPolicyType,
  expiryFrom,
  expiryType,
} from '../wallet-kinds/policies.type.js';
import type { BonusRule, BonusSettings } from './bonus.js';

export enum ChannelEnum {
  IN_STORE = 'IN_STORE',
  PICKUP = 'PICKUP',
  ONLINE = 'ONLINE',
}
registerEnumType(ChannelEnum, {
  name: 'PurchaseChannel',
  description: 'How goods reach the member.',
  valuesConfig: {
    IN_STORE: { description: 'Bought and taken along in the store.' },
    PICKUP: { description: 'Bought elsewhere, picked up in the store.' },
    ONLINE: { description: 'Bought on the web and delivered.' },
  },
});

const TEXTS = {
  minTotalMinor: 'The least total of the receipt; none for any.',
  currency: 'The currency of that total.',
  channel: 'The channel of the receipt; none for any.',
  points: 'So many points.',
  perMille: 'So many thousandths of the points of the base rate, fractions dropped.',
  activation: 'What its points wait for; none for what the wallet says.',
  expiry: 'What makes its points lapse; none for what the wallet says.',
  validFrom: 'Purchases from then on.',
  validUntil: 'The first instant whose purchases get it no more; none for no end.',
  isActive: 'Whether it counts at all.',
} as const;

@ObjectType('Bonus', {
  description: 'Points beyond the base rate for some receipts, with a life of their own.',
})
export class BonusType {
  @Field(() => String, { description: 'Its code; the rule of what it gives is "BONUS:" and this.' })
  code!: string;

  @Field(() => Int, { description: 'The version. What it decided stays decided by it.' })
  version!: number;

  @Field(() => MinorUnitsScalar, { nullable: true, description: TEXTS.minTotalMinor })
  minTotalMinor!: bigint | null;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: TEXTS.currency })
  currency!: string | null;

  @Field(() => ChannelEnum, { nullable: true, description: TEXTS.channel })
  channel!: ChannelEnum | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.points })
  points!: bigint | null;

  @Field(() => Int, { nullable: true, description: TEXTS.perMille })
  perMille!: number | null;

  @Field(() => ActivationPolicyType, { nullable: true, description: TEXTS.activation })
  activation!: ActivationPolicyType | null;

  @Field(() => ExpiryPolicyType, { nullable: true, description: TEXTS.expiry })
  expiry!: ExpiryPolicyType | null;

  @Field(() => DateTimeScalar, { description: TEXTS.validFrom })
  validFrom!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: TEXTS.validUntil })
  validUntil!: Date | null;

  @Field(() => Boolean, { description: TEXTS.isActive })
  isActive!: boolean;
}

@InputType({ description: 'A bonus to make or change; what is left out stays, null takes away.' })
export class ConfigureBonusInput extends ActInput {
  @Field(() => String, { description: 'The code, such as PICKUP_100.' })
  code!: string;

  @Field(() => MinorUnitsScalar, { nullable: true, description: TEXTS.minTotalMinor })
  minTotalMinor?: bigint | null;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: TEXTS.currency })
  currency?: string | null;

  @Field(() => ChannelEnum, { nullable: true, description: TEXTS.channel })
  channel?: ChannelEnum | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.points })
  points?: bigint | null;

  @Field(() => Int, { nullable: true, description: TEXTS.perMille })
  perMille?: number | null;

  @Field(() => ActivationPolicyType, { nullable: true, description: TEXTS.activation })
  activation?: ActivationPolicyType | null;

  @Field(() => ExpiryPolicyType, { nullable: true, description: TEXTS.expiry })
  expiry?: ExpiryPolicyType | null;

  @Field(() => DateTimeScalar, { nullable: true, description: TEXTS.validFrom })
  validFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: TEXTS.validUntil })
  validUntil?: Date | null;

  @Field(() => Boolean, { nullable: true, description: TEXTS.isActive })
  isActive?: boolean | null;
}

@ObjectType('BonusConfigured', { description: 'The bonus is configured.' })
export class BonusConfiguredType extends ActDone {
  @Field(() => BonusType, { description: 'As it is now.' })
  bonus!: BonusType;
}

@ObjectType('BonusNotValid', { implements: Problem, description: 'A setting cannot be one of a bonus.' })
export class BonusNotValidType extends Problem {
  @Field(() => String, { description: 'The field of the input.' })
  field!: string;

  @Field(() => String, { description: 'What it must be.' })
  rule!: string;
}

export function bonusType({ activation, expiry, ...bonus }: BonusRule): BonusType {
  return Object.assign(new BonusType(), bonus, {
    activation: activation === null ? null : activationType(activation),
    expiry: expiry === null ? null : expiryType(expiry),
  });
}

const NULL_STAYS: readonly string[] = ['validFrom', 'isActive'];

/** Keeps what was sent. @throws DoorError BAD_USER_INPUT when a policy lacks what its kind needs */
export function bonusChangesFrom(input: ConfigureBonusInput): Partial<BonusSettings> {
  const { idempotencyKey: _key, code: _code, activation, expiry, ...plain } = input;
  const sent = Object.entries(plain).filter(
    ([field, value]) => value !== undefined && (value !== null || !NULL_STAYS.includes(field)),
  );
  return {
    ...(Object.fromEntries(sent) as Partial<BonusSettings>),
    ...(activation === undefined ? {} : { activation: activation && activationFrom(activation) }),
    ...(expiry === undefined ? {} : { expiry: expiry && expiryFrom(expiry) }),
  };
}
