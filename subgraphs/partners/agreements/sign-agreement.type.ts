/** What is sent to sign an agreement, and what can be answered. */
import 'reflect-metadata';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import {
  CurrencyCodeScalar,
  DateTimeScalar,
  MinorUnitsScalar,
  PointsScalar,
  WholeNumberScalar,
} from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';
import { AgreementType } from './agreement.type.js';

@InputType({ description: 'Terms to sign with a partner. All rates are whole numbers.' })
export class SignAgreementInput extends ActInput {
  @Field(() => ID, { description: 'The partner that signs.' })
  partnerId!: string;

  @Field(() => DateTimeScalar, { description: 'The first instant of the terms; may lie in the past.' })
  effectiveFrom!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The first instant without the terms; leave out while no end is agreed.',
  })
  effectiveUntil?: Date | null;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of all rates.' })
  currency!: string;

  @Field(() => PointsScalar, { description: 'The points for each full `earnPerMinor`.' })
  earnPoints!: bigint;

  @Field(() => MinorUnitsScalar, { description: 'The money that earns `earnPoints`: 100 for "per euro".' })
  earnPerMinor!: bigint;

  @Field(() => MinorUnitsScalar, {
    description: 'What the partner pays for a thousand points that it issues.',
  })
  fundingMinorPerThousand!: bigint;

  @Field(() => MinorUnitsScalar, {
    description: 'What the partner receives for a thousand points spent at it.',
  })
  reimbursementMinorPerThousand!: bigint;

  @Field(() => WholeNumberScalar, {
    description: "The operator's fee in hundredths of a percent of the funding, 0 to 10000.",
  })
  operatorFeeBasisPoints!: bigint;
}

@ObjectType({ description: 'The terms are signed and will never change.' })
export class AgreementSigned extends ActDone {
  @Field(() => AgreementType, { description: 'The new agreement.' })
  agreement!: AgreementType;
}

@ObjectType('AgreementTermsNotPlausible', {
  implements: Problem,
  description: 'A figure or date of the terms cannot be meant.',
})
export class AgreementTermsNotPlausibleType extends Problem {
  @Field(() => String, { description: 'The field to change.' })
  field!: string;

  @Field(() => String, { description: 'What was sent.' })
  given!: string;

  @Field(() => String, { description: 'The lowest that it may be.' })
  lowest!: string;

  @Field(() => String, { description: 'The highest that it may be.' })
  highest!: string;
}

@ObjectType('AgreementOverlaps', {
  implements: Problem,
  description: 'Another agreement of the partner is in force in a part of the span.',
})
export class AgreementOverlapsType extends Problem {
  @Field(() => ID, { description: 'The agreement in the way.' })
  agreementId!: string;

  @Field(() => DateTimeScalar, { description: 'When that one begins.' })
  effectiveFrom!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When that one ends; null while open.' })
  effectiveUntil!: Date | null;
}
