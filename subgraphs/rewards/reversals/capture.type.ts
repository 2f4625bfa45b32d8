/** A capture as the graph shows it: what of a hold was spent at once, and what of that came back since. */
import 'reflect-metadata';
import { Field, ID, ObjectType } from 'type-graphql';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { CaptureFacts } from './capture.query.js';

@ObjectType('Capture', { description: 'Points of a hold that were spent at once.' })
export class CaptureType {
  @Field(() => ID, { description: 'The id of the capture; a reversal names it.' })
  id!: string;

  @Field(() => PointsScalar, { description: 'How many were spent.' })
  points!: bigint;

  @Field(() => MoneyType, {
    description: 'What the coalition owes the partner for them, before any reversal.',
  })
  reimbursement!: MoneyType;

  @Field(() => DateTimeScalar, { description: 'When they were spent.' })
  capturedAt!: Date;

  @Field(() => PointsScalar, { description: 'How many of them reversals gave back.' })
  reversedPoints!: bigint;
}

export function captureType(capture: CaptureFacts): CaptureType {
  const { id, points, amountMinor, currency, capturedAt, reversedPoints } = capture;
  const reimbursement = { amountMinor, currency };
  return Object.assign(new CaptureType(), { id, points, reimbursement, capturedAt, reversedPoints });
}
