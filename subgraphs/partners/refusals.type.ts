/** Refusals that several mutations of this subgraph share, and how each is told. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { keyReusedMessage, problem } from '../../shared/platform/graph/problem.js';
import type { KeyReused } from '../../shared/platform/idempotency/once.js';
import { Problem } from './problem.js';
import type { PartnerNotFound } from './registry/partner.js';

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

@Directive('@shareable')
@ObjectType('PartnerNotFound', { implements: Problem, description: 'There is no such partner.' })
export class PartnerNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  partnerId!: string;
}

export function partnerNotFound(refusal: PartnerNotFound): PartnerNotFoundType {
  return problem(PartnerNotFoundType, { ...refusal, message: 'There is no partner with this id.' });
}
