/** A cause and its refusals as the graph tells them. */
import 'reflect-metadata';
import { Field, ID, ObjectType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { DateTimeScalar, PointsScalar, WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import { PartnerType, partnerType } from '../entities.type.js';
import { Problem } from '../problem.js';
import type { CauseClosed, CauseNotFound } from './cause.js';
import { type CauseRecord, worthOf } from './cause.query.js';

@ObjectType('Cause', { description: 'Something good that members give points to.' })
export class CauseType {
  @Field(() => ID, { description: 'The id of the cause.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'What it is for.' })
  description!: string;

  @Field(() => PartnerType, { description: 'The partner that receives the money.' })
  partner!: PartnerType;

  @Field(() => PointsScalar, {
    nullable: true,
    description: 'How many points it hopes for; none without a goal.',
  })
  goalPoints!: bigint | null;

  @Field(() => PointsScalar, { description: 'How many points were given so far, exactly.' })
  pointsTotal!: bigint;

  @Field(() => [MoneyType], {
    description:
      'What its partner is owed for them, by currency; more than one where its agreements changed currency.',
  })
  worthTotal!: MoneyType[];

  @Field(() => WholeNumberScalar, { description: 'How many members gave; each counts once.' })
  donorsCount!: bigint;

  @Field(() => Boolean, { description: 'Whether it takes donations.' })
  isOpen!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  openedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was closed; none while it is open.' })
  closedAt!: Date | null;
}

export const CauseConnection = connectionType('Cause', () => CauseType);

export function causeType(cause: CauseRecord): CauseType {
  const { partnerId, worth: _worth, ...facts } = cause;
  return Object.assign(new CauseType(), {
    ...facts,
    partner: partnerType(partnerId),
    worthTotal: worthOf(cause),
    isOpen: cause.closedAt === null,
  });
}

@ObjectType('CauseNotFound', { implements: Problem, description: 'There is no such cause.' })
export class CauseNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  causeId!: string;
}

@ObjectType('CauseClosed', { implements: Problem, description: 'The cause takes no more donations.' })
export class CauseClosedType extends Problem {
  @Field(() => ID, { description: 'The cause.' })
  causeId!: string;

  @Field(() => DateTimeScalar, { description: 'When it was closed.' })
  closedAt!: Date;
}

export function causeProblem(refusal: CauseNotFound | CauseClosed): CauseNotFoundType | CauseClosedType {
  if (refusal.kind === 'CauseNotFound')
    return problem(CauseNotFoundType, { ...refusal, message: 'There is no cause with this id.' });
  const message = `The cause was closed at ${refusal.closedAt.toISOString()}.`;
  return problem(CauseClosedType, { ...refusal, message });
}
