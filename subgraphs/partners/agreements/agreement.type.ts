/** An agreement as the graph shows it: to operators, auditors and the partner that signed it. */
import 'reflect-metadata';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import {
  CurrencyCodeScalar,
  DateTimeScalar,
  MinorUnitsScalar,
  PointsScalar,
  WholeNumberScalar,
} from '../../../shared/platform/graph/scalars.js';
import type { Agreement } from './agreement.js';

@ObjectType('Agreement', {
  description: 'Dated terms between the coalition and a partner. Signed terms never change.',
})
export class AgreementType {
  @Field(() => ID, { description: 'The id of the agreement.' })
  id!: string;

  @Field(() => Int, { description: 'Counts the agreements of the partner in the order of signing.' })
  version!: number;

  @Field(() => DateTimeScalar, { description: 'The first instant of the terms.' })
  effectiveFrom!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The first instant without the terms: as signed, or the beginning of the successor. Null while open.',
  })
  effectiveUntil!: Date | null;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of all its rates.' })
  currency!: string;

  @Field(() => PointsScalar, { description: 'The points that a member gets for each full `earnPerMinor`.' })
  earnPoints!: bigint;

  @Field(() => MinorUnitsScalar, { description: 'The money that earns `earnPoints`.' })
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
    description: "The operator's fee in hundredths of a percent of the funding.",
  })
  operatorFeeBasisPoints!: bigint;

  @Field(() => DateTimeScalar, { description: 'When it was signed.' })
  signedAt!: Date;
}

/** Gives the graph's agreement. */
export function agreementType(agreement: Agreement): AgreementType {
  return Object.assign(new AgreementType(), agreement);
}
