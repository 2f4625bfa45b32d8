/** An API key as the graph shows it: never with its secret, which is in the answer of its issue alone. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import type { ApiKey } from './api-key.js';

@ObjectType('ApiKey', { description: 'What a server or till of a partner identifies itself with.' })
export class ApiKeyType {
  @Field(() => ID, { description: 'The id of the key.' })
  id!: string;

  @Field(() => String, { description: 'What the key is for, in your words.' })
  label!: string;

  @Field(() => String, { description: 'The beginning of the secret, to recognise the key.' })
  prefix!: string;

  @Field(() => DateTimeScalar, { description: 'When it was issued.' })
  issuedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null while it lives.' })
  revokedAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last used, up to five minutes behind; null if never.',
  })
  lastUsedAt!: Date | null;
}

/** Gives the graph's API key. */
export function apiKeyType(key: ApiKey): ApiKeyType {
  const { id, label, prefix, issuedAt, revokedAt, lastUsedAt } = key;
  return Object.assign(new ApiKeyType(), { id, label, prefix, issuedAt, revokedAt, lastUsedAt });
}

@Directive('@inaccessible')
@ObjectType({ description: 'Whose an API key is. For the gateway alone.' })
export class ApiKeyOwner {
  @Field(() => ID, { description: 'The id of the key.' })
  apiKeyId!: string;

  @Field(() => ID, { description: 'The partner that the key speaks for.' })
  partnerId!: string;
}
