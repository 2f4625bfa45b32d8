/** The refusals of those who spend together, as the graph tells them. */
import 'reflect-metadata';
import { Field, ID, ObjectType } from 'type-graphql';
import { problem } from '../../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';
import type { BuyerLimitExceeded } from './buyer-limit.js';
import type { HouseholdDrawExceeded } from './drawing.js';

@ObjectType('BuyerLimitExceeded', {
  implements: Problem,
  description: 'The buyer may not spend so many points of the firm in this calendar month.',
})
export class BuyerLimitExceededType extends Problem {
  @Field(() => ID, { description: 'The buyer.' })
  buyerId!: string;

  @Field(() => PointsScalar, { description: 'The most that the buyer may spend in a calendar month.' })
  most!: bigint;

  @Field(() => PointsScalar, { description: 'What is spent or held in it already.' })
  spent!: bigint;

  @Field(() => PointsScalar, { description: 'What was asked.' })
  asked!: bigint;
}

@ObjectType('HouseholdDrawExceeded', {
  implements: Problem,
  description: 'The member may not draw so many points of her household in this calendar month.',
})
export class HouseholdDrawExceededType extends Problem {
  @Field(() => PointsScalar, { description: 'The most that she may draw in a calendar month.' })
  most!: bigint;

  @Field(() => PointsScalar, { description: 'What she drew in it already, less what was given back.' })
  drawn!: bigint;

  @Field(() => PointsScalar, { description: 'What she would have to draw.' })
  asked!: bigint;
}

type PoolRefusal = BuyerLimitExceeded | HouseholdDrawExceeded;

/** Narrows to the refusals that `poolProblem` tells, so that each door's own switch holds its own alone. */
export function isPoolRefusal<Refusal extends { readonly kind: string }>(
  refusal: Refusal,
): refusal is Extract<Refusal, PoolRefusal> {
  return refusal.kind === 'BuyerLimitExceeded' || refusal.kind === 'HouseholdDrawExceeded';
}

export function poolProblem(refusal: PoolRefusal): BuyerLimitExceededType | HouseholdDrawExceededType {
  if (refusal.kind === 'BuyerLimitExceeded') {
    const { spent, most, asked } = refusal;
    const message = `The buyer spent ${spent} of ${most} points this month; ${asked} are too many.`;
    return problem(BuyerLimitExceededType, { ...refusal, message }, { retryable: true });
  }
  const message = `She drew ${refusal.drawn} of ${refusal.most} points this month; ${refusal.asked} more are too many.`;
  return problem(HouseholdDrawExceededType, { ...refusal, message }, { retryable: true });
}
