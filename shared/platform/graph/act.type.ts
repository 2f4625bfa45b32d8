/**
 * What every act of the graph has in common: the caller names it, and its answer tells whether it is a stored one.
 *
 * The two classes are only ever extended. No field gives them, so that no schema holds a type of their names.
 */
import 'reflect-metadata';
import { Field, InputType, ObjectType } from 'type-graphql';
import { IdempotencyKeyScalar } from './scalars.js';

@InputType()
export abstract class ActInput {
  @Field(() => IdempotencyKeyScalar, { description: 'Your own name for this act.' })
  idempotencyKey!: string;
}

@ObjectType()
export abstract class ActDone {
  @Field(() => Boolean, {
    description: 'Whether this is the stored answer of an earlier request with the same key.',
  })
  replayed!: boolean;
}
