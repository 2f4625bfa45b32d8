/** The control totals of the second book as the graph shows them. */
import 'reflect-metadata';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { PointsScalar, WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import type { ClearingKind } from './clearing.js';

export enum ClearingKindEnum {
  FUNDING = 'FUNDING',
  OPERATOR_FEE = 'OPERATOR_FEE',
  REIMBURSEMENT = 'REIMBURSEMENT',
}

registerEnumType(ClearingKindEnum, {
  name: 'ClearingKind',
  description: 'What an obligation between a partner and the coalition is for.',
  valuesConfig: {
    FUNDING: { description: 'Points issued: the partner pays for what they will cost.' },
    OPERATOR_FEE: { description: "The operator's fee on points issued." },
    REIMBURSEMENT: { description: 'Points redeemed: the partner that took them is paid.' },
  },
});

@ObjectType({ description: 'All clearing entries of one kind and currency together.' })
export class ClearingTotalOfKind {
  @Field(() => ClearingKindEnum, { description: 'The kind.' })
  kind!: ClearingKind;

  @Field(() => WholeNumberScalar, { description: 'How many entries.' })
  entryCount!: bigint;

  @Field(() => PointsScalar, { description: 'Their points, reversals taken off.' })
  points!: bigint;

  @Field(() => MoneyType, { description: 'Their amounts: positive is owed by partners, negative to them.' })
  amount!: MoneyType;
}

@ObjectType({
  description:
    'The second book as a whole. Held against the ledger up to the same sequence, every figure must be the same.',
})
export class ClearingTotals {
  @Field(() => WholeNumberScalar, { description: 'How many entries there are.' })
  entryCount!: bigint;

  @Field(() => WholeNumberScalar, { nullable: true, description: 'The highest ledger sequence among them.' })
  highestLedgerSequence!: bigint | null;

  @Field(() => [ClearingTotalOfKind], { description: 'The sums by currency and kind.' })
  totals!: ClearingTotalOfKind[];
}
