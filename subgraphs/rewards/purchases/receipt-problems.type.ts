/** The refusals of receipts as the graph tells them. */
import 'reflect-metadata';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import {
  CurrencyCodeScalar,
  DateTimeScalar,
  MinorUnitsScalar,
} from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';

@ObjectType('CurrencyNotAgreed', {
  implements: Problem,
  description: "The receipt's currency is not the agreement's.",
})
export class CurrencyNotAgreedType extends Problem {
  @Field(() => CurrencyCodeScalar, { description: 'The currency that was sent.' })
  currency!: string;

  @Field(() => CurrencyCodeScalar, { description: "The agreement's currency." })
  agreed!: string;
}

@ObjectType('AmountTooLarge', {
  implements: Problem,
  description: 'The total is above what one receipt may be.',
})
export class AmountTooLargeType extends Problem {
  @Field(() => MinorUnitsScalar, { description: 'The total that was sent.' })
  amountMinor!: bigint;

  @Field(() => MinorUnitsScalar, { description: 'The largest total of a receipt.' })
  maxMinor!: bigint;
}

@ObjectType('LineSumMismatch', { implements: Problem, description: 'The lines do not sum to the total.' })
export class LineSumMismatchType extends Problem {
  @Field(() => MinorUnitsScalar, { description: 'The total that was sent.' })
  expectedMinor!: bigint;

  @Field(() => MinorUnitsScalar, { description: 'What the lines sum to.' })
  gotMinor!: bigint;
}

@ObjectType('TooManyLines', {
  implements: Problem,
  description: 'The receipt has more lines than one may have.',
})
export class TooManyLinesType extends Problem {
  @Field(() => Int, { description: 'How many were sent.' })
  count!: number;

  @Field(() => Int, { description: 'The most of one receipt.' })
  max!: number;
}

@ObjectType('PurchaseInTheFuture', { implements: Problem, description: 'The purchase has not happened yet.' })
export class PurchaseInTheFutureType extends Problem {
  @Field(() => DateTimeScalar, { description: 'The instant that was sent.' })
  purchasedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'The instant now.' })
  now!: Date;
}

@ObjectType('PurchaseTooOld', {
  implements: Problem,
  description: 'The purchase is older than the programme takes.',
})
export class PurchaseTooOldType extends Problem {
  @Field(() => DateTimeScalar, { description: 'The instant that was sent.' })
  purchasedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'The oldest instant that is taken now.' })
  oldestAllowed!: Date;
}

@ObjectType('ReceiptAlreadyRecorded', {
  implements: Problem,
  description: 'The store has recorded this receipt number.',
})
export class ReceiptAlreadyRecordedType extends Problem {
  @Field(() => ID, { description: 'The purchase that it is.' })
  purchaseId!: string;
}
