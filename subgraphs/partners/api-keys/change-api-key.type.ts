/** What is sent to issue or revoke an API key, and what can be answered. */
import 'reflect-metadata';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { Problem } from '../problem.js';
import { ApiKeyType } from './api-key.type.js';

export const LABEL_LENGTH_MAX = 60;

@InputType({ description: 'An API key for a partner.' })
export class IssueApiKeyInput extends ActInput {
  @Field(() => ID, { description: 'The partner that the key will speak for.' })
  partnerId!: string;

  @Field(() => String, { description: `What the key is for, up to ${LABEL_LENGTH_MAX} characters.` })
  label!: string;
}

@InputType({ description: 'An API key to end.' })
export class RevokeApiKeyInput extends ActInput {
  @Field(() => ID, { description: 'Which key.' })
  apiKeyId!: string;
}

@ObjectType({ description: 'The key works at once.' })
export class ApiKeyIssued {
  @Field(() => ApiKeyType, { description: 'The new key.' })
  apiKey!: ApiKeyType;

  @Field(() => String, {
    nullable: true,
    description: 'The secret: shown here once and never again. Null when the answer is replayed.',
  })
  secret!: string | null;

  @Field(() => Boolean, { description: 'Whether an earlier request with the same key issued it.' })
  replayed!: boolean;
}

@ObjectType({ description: 'The key does not work any more.' })
export class ApiKeyRevoked extends ActDone {
  @Field(() => ApiKeyType, { description: 'The key, revoked now or before.' })
  apiKey!: ApiKeyType;
}

@ObjectType('ApiKeyLimitReached', {
  implements: Problem,
  description: 'The partner has as many live keys as allowed.',
})
export class ApiKeyLimitReachedType extends Problem {
  @Field(() => Int, { description: 'How many keys of a partner may live at once.' })
  limit!: number;
}

@ObjectType('ApiKeyNotFound', { implements: Problem, description: 'There is no such API key.' })
export class ApiKeyNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  apiKeyId!: string;
}
