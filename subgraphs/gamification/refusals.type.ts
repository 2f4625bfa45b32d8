/** Refusals that several mutations of this subgraph share, and how each is told. */
import 'reflect-metadata';
import { Directive, Field, ObjectType } from 'type-graphql';
import { keyReusedMessage, problem } from '../../shared/platform/graph/problem.js';
import type { KeyReused } from '../../shared/platform/idempotency/once.js';
import { Problem } from './problem.js';

@Directive('@shareable')
@ObjectType('KeyReused', {
  implements: Problem,
  description: 'The idempotency key was used before for another act or another input.',
})
export class KeyReusedType extends Problem {
  @Field(() => String, { description: 'The key.' })
  key!: string;

  @Field(() => String, { description: 'The mutation it was used for.' })
  command!: string;
}

export function keyReused(refusal: KeyReused): KeyReusedType {
  return problem(KeyReusedType, { ...refusal, message: keyReusedMessage(refusal) });
}
