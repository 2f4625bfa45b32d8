/** Refusals that several mutations of this subgraph share, and how each is told. */
import 'reflect-metadata';
import { Directive, Field, ObjectType } from 'type-graphql';
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
  return Object.assign(new KeyReusedType(), {
    message: `The key was used before by ${refusal.command} with another input; use a new key for a new act.`,
    retryable: false,
    key: refusal.key,
    command: refusal.command,
  });
}
