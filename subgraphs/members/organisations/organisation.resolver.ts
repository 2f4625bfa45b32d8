/** The firm that a member is: for operators, auditors, and the partner that enrolled it. */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { MemberType } from '../people/member.type.js';
import { BuyerType, buyerType, OrganisationType, organisationType } from './organisation.type.js';
import { mayKnowOrganisation } from './organisation-access.query.js';
import { buyersOf, organisationOf } from './organisations.query.js';

@Resolver(() => MemberType)
export class OrganisationOfMemberResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => OrganisationType, {
    nullable: true,
    description: 'The firm, if the member is one; for operators, auditors and the partner that enrolled it.',
  })
  async organisation(
    @Root() member: MemberType,
    @Ctx() context: RequestContext,
  ): Promise<OrganisationType | null> {
    if (!mayKnowOrganisation(context.caller, member.row)) return null;
    const organisation = await organisationOf(this.database, context, member.id);
    return organisation === null ? null : organisationType(organisation);
  }
}

@Resolver(() => OrganisationType)
export class BuyersOfOrganisationResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [BuyerType], {
    description: 'Who buys for the firm, in order of coming, removed ones too.',
  })
  async buyers(@Root() { memberId }: OrganisationType, @Ctx() context: RequestContext): Promise<BuyerType[]> {
    return (await buyersOf(this.database, context, memberId)).map(buyerType);
  }
}
