/** The refusals of returns as the graph tells them. */
import 'reflect-metadata';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';

@ObjectType('PurchaseNotFound', {
  implements: Problem,
  description: 'You have no such purchase of this member.',
})
export class PurchaseNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  purchaseId!: string;
}

@ObjectType('LineNotFound', { implements: Problem, description: 'The purchase has no such line.' })
export class LineNotFoundType extends Problem {
  @Field(() => Int, { description: 'The line number that was sent.' })
  lineNumber!: number;
}

@ObjectType('ReturnExceedsPurchase', {
  implements: Problem,
  description: 'More would come back than was bought.',
})
export class ReturnExceedsPurchaseType extends Problem {
  @Field(() => Int, { description: 'The line.' })
  lineNumber!: number;

  @Field(() => Int, { description: 'How many were bought.' })
  bought!: number;

  @Field(() => Int, { description: 'How many came back before.' })
  alreadyReturned!: number;

  @Field(() => Int, { description: 'How many were to come back now.' })
  asked!: number;
}

@ObjectType('ReturnBeforePurchase', {
  implements: Problem,
  description: 'Goods cannot come back before they were bought.',
})
export class ReturnBeforePurchaseType extends Problem {
  @Field(() => DateTimeScalar, { description: 'When they were bought.' })
  purchasedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'The instant that was sent.' })
  returnedAt!: Date;
}

@ObjectType('ReturnInTheFuture', { implements: Problem, description: 'The return has not happened yet.' })
export class ReturnInTheFutureType extends Problem {
  @Field(() => DateTimeScalar, { description: 'The instant that was sent.' })
  returnedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'The instant now.' })
  now!: Date;
}
