/** The terms of safe spending as the graph takes and shows them. */
import 'reflect-metadata';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';
import type { SafetySettings } from './safety-terms.js';

const TEXTS = {
  redemption: 'The most points in one redemption; none for no limit.',
  hour: 'The most points of a member in an hour that rolls; none for no limit.',
  day: 'The most points of a member in 24 hours that roll; none for no limit.',
  redemptions: 'The most redemptions of a member in 24 hours that roll; none for no limit.',
  partners: 'The most different partners where a member redeems in 24 hours that roll; none for no limit.',
  above: 'A redemption of more than so many points is put to the member first; none for never.',
  partner: 'Whether the first redemption of a member at a partner is put to her first.',
  minutes: 'How many minutes such a question stands, and serves once it was answered.',
} as const;

@ObjectType('SafetyTerms', { description: 'How fast points may go, and when the member is asked first.' })
export class SafetyTermsType {
  @Field(() => Int, { description: 'The version.' })
  version!: number;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.redemption })
  pointsPerRedemptionMax!: bigint | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.hour })
  pointsPerHourMax!: bigint | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.day })
  pointsPerDayMax!: bigint | null;

  @Field(() => Int, { nullable: true, description: TEXTS.redemptions })
  redemptionsPerDayMax!: number | null;

  @Field(() => Int, { nullable: true, description: TEXTS.partners })
  partnersPerDayMax!: number | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.above })
  stepUpAbove!: bigint | null;

  @Field(() => Boolean, { description: TEXTS.partner })
  stepUpOnNewPartner!: boolean;

  @Field(() => Int, { description: TEXTS.minutes })
  stepUpMinutes!: number;

  @Field(() => DateTimeScalar, { description: 'When this version came into force.' })
  configuredAt!: Date;
}

@InputType({ description: 'Settings to change; what is left out stays, and null takes a limit away.' })
export class ConfigureSafetyInput extends ActInput {
  @Field(() => PointsScalar, { nullable: true, description: TEXTS.redemption })
  pointsPerRedemptionMax?: bigint | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.hour })
  pointsPerHourMax?: bigint | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.day })
  pointsPerDayMax?: bigint | null;

  @Field(() => Int, { nullable: true, description: TEXTS.redemptions })
  redemptionsPerDayMax?: number | null;

  @Field(() => Int, { nullable: true, description: TEXTS.partners })
  partnersPerDayMax?: number | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.above })
  stepUpAbove?: bigint | null;

  @Field(() => Boolean, { nullable: true, description: TEXTS.partner })
  stepUpOnNewPartner?: boolean | null;

  @Field(() => Int, { nullable: true, description: TEXTS.minutes })
  stepUpMinutes?: number | null;
}

/** Keeps what was sent. Null takes a limit away; where there is no limit to take away, it means "stays". */
export function safetyChanges(input: ConfigureSafetyInput): Partial<SafetySettings> {
  const { idempotencyKey: _key, ...settings } = input;
  const always = ['stepUpOnNewPartner', 'stepUpMinutes'];
  const sent = Object.entries(settings).filter(
    ([field, value]) => value !== undefined && (value !== null || !always.includes(field)),
  );
  return Object.fromEntries(sent) as Partial<SafetySettings>;
}

@ObjectType('SafetyConfigured', { description: 'The new terms are in force.' })
export class SafetyConfiguredType extends ActDone {
  @Field(() => SafetyTermsType, { description: 'The new terms.' })
  safetyTerms!: SafetyTermsType;
}

@ObjectType('SafetyTermsNotValid', {
  implements: Problem,
  description: 'A setting cannot be a term of safe spending.',
})
export class SafetyTermsNotValidType extends Problem {
  @Field(() => String, { description: 'The field of the input.' })
  field!: string;

  @Field(() => String, { description: 'What it must be.' })
  rule!: string;
}
