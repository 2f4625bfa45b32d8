/** Reads of API keys: the list for its owner and the operator, the recognition for the gateway. */
import 'reflect-metadata';
import { Arg, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { PartnerType } from '../registry/partner.type.js';
import { seesTermsOf } from '../registry/partner-privacy.query.js';
import { apiKeysOfPartner } from './api-key.query.js';
import { ApiKeyOwner, ApiKeyType, apiKeyType } from './api-key.type.js';
import { recogniseApiKey } from './recognise-api-key.command.js';

@Resolver(() => PartnerType)
export class ApiKeyResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [ApiKeyType], {
    description:
      'The API keys, oldest first. For operators, auditors and the partner itself; empty for others.',
  })
  async apiKeys(@Root() partner: PartnerType, @Ctx() context: RequestContext): Promise<ApiKeyType[]> {
    if (!seesTermsOf(context.caller, partner.id)) return [];
    return (await apiKeysOfPartner(this.database, context, partner.id)).map(apiKeyType);
  }

  @Directive('@inaccessible')
  @Query(() => ApiKeyOwner, {
    nullable: true,
    description: 'Whose the live key with this hash is; null for none. For the gateway alone.',
  })
  async apiKeyOwner(
    @Arg('secretHash', () => String, { description: 'SHA-256 of the whole secret in 64 hexadecimal digits.' })
    secretHash: string,
    @Ctx() context: RequestContext,
  ): Promise<ApiKeyOwner | null> {
    allow(context.caller, ['gateway']);
    const key = await recogniseApiKey(this.database, { secretHash, now: context.clock.now() });
    if (key === null) return null;
    return Object.assign(new ApiKeyOwner(), { apiKeyId: key.id, partnerId: key.partnerId });
  }
}
