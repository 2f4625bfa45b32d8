/** Money in the graph: the same shape in every subgraph, so that they compose into one. */
import 'reflect-metadata';
import { Directive, Field, ObjectType } from 'type-graphql';
import type { Money } from '../../values/money.js';
import { CurrencyCodeScalar, MinorUnitsScalar } from './scalars.js';

@Directive('@shareable')
@ObjectType('Money', { description: 'An amount of one currency.' })
export class MoneyType implements Money {
  @Field(() => MinorUnitsScalar, { description: 'The amount in minor units.' })
  amountMinor!: bigint;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of the amount.' })
  currency!: string;
}
