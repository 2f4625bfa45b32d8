/** The door through which API keys are issued and revoked. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { plainText } from '../plain-text.type.js';
import { KeyReusedType, keyReused, PartnerNotFoundType, partnerNotFound } from '../refusals.type.js';
import { apiKeyType } from './api-key.type.js';
import {
  ApiKeyIssued,
  ApiKeyLimitReachedType,
  ApiKeyNotFoundType,
  ApiKeyRevoked,
  IssueApiKeyInput,
  LABEL_LENGTH_MAX,
  RevokeApiKeyInput,
} from './change-api-key.type.js';
import { type IssueApiKeyRefusal, issueApiKey } from './issue-api-key.command.js';
import { type RevokeApiKeyRefusal, revokeApiKey } from './revoke-api-key.command.js';

const IssueApiKeyResult = createUnionType({
  name: 'IssueApiKeyResult',
  description: 'The new key with its secret, or why there is none.',
  types: () => [ApiKeyIssued, PartnerNotFoundType, ApiKeyLimitReachedType, KeyReusedType] as const,
});

const RevokeApiKeyResult = createUnionType({
  name: 'RevokeApiKeyResult',
  description: 'The revoked key, or why there is none.',
  types: () => [ApiKeyRevoked, ApiKeyNotFoundType, KeyReusedType] as const,
});

function issueProblem(refusal: IssueApiKeyRefusal): typeof IssueApiKeyResult {
  switch (refusal.kind) {
    case 'PartnerNotFound':
      return partnerNotFound(refusal);
    case 'ApiKeyLimitReached':
      return problem(ApiKeyLimitReachedType, {
        ...refusal,
        message: `A partner may have ${refusal.limit} live keys; revoke one first.`,
      });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

function revokeProblem(refusal: RevokeApiKeyRefusal): typeof RevokeApiKeyResult {
  switch (refusal.kind) {
    case 'ApiKeyNotFound':
      return problem(ApiKeyNotFoundType, { ...refusal, message: 'There is no API key with this id.' });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class ChangeApiKeyResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => IssueApiKeyResult, {
    description: 'Issues an API key. Its secret is in this answer alone. For operators.',
  })
  async issueApiKey(
    @Arg('input', () => IssueApiKeyInput, { description: 'For whom and what.' }) input: IssueApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof IssueApiKeyResult> {
    const caller = allow(context.caller, ['operator']);
    const label = plainText('label', input.label, LABEL_LENGTH_MAX);
    const { idempotencyKey: key, partnerId } = input;
    const result = await issueApiKey(this.dependencies, { caller, key, partnerId, label });
    if (!result.ok) return issueProblem(result.refusal);
    const { apiKey, secret, replayed } = result.value;
    return Object.assign(new ApiKeyIssued(), { apiKey: apiKeyType(apiKey), secret, replayed });
  }

  @Mutation(() => RevokeApiKeyResult, { description: 'Ends an API key at once. For operators.' })
  async revokeApiKey(
    @Arg('input', () => RevokeApiKeyInput, { description: 'Which key.' }) input: RevokeApiKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RevokeApiKeyResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, apiKeyId } = input;
    const result = await revokeApiKey(this.dependencies, { caller, key, apiKeyId });
    if (!result.ok) return revokeProblem(result.refusal);
    const { apiKey, replayed } = result.value;
    return Object.assign(new ApiKeyRevoked(), { apiKey: apiKeyType(apiKey), replayed });
  }
}
