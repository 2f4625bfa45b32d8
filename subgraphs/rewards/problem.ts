/**
 * What every refusal of this subgraph can say. A class of its own in each subgraph: type-graphql's metadata is
 * global to the process, and a shared interface would pull the other subgraphs' refusals into this schema.
 */
import 'reflect-metadata';
import { Field, InterfaceType } from 'type-graphql';

@InterfaceType('Problem', {
  autoRegisterImplementations: false,
  description:
    'A business refusal: nothing was written. The type name says which one; its fields say what to change.',
})
export abstract class Problem {
  @Field(() => String, { description: 'The refusal in a sentence for a developer.' })
  message!: string;

  @Field(() => Boolean, { description: 'Whether the same request may succeed later without a change.' })
  retryable!: boolean;
}
