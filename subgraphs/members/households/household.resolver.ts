/**
 * The fields of a household, and the household of a member: for those who sit in it, operators and auditors. A till
 * needs none of it.
 */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { MemberType, memberTypeOrNull } from '../people/member.type.js';
import { memberById } from '../people/members.query.js';
import { HouseholdMemberType, HouseholdType, householdType } from './household.type.js';
import { householdOfMember, mayKnowHousehold } from './households.query.js';

@Resolver(() => MemberType)
export class HouseholdOfMemberResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => HouseholdType, {
    nullable: true,
    description: 'The household in which the member pools points; for its members, operators and auditors.',
  })
  async household(@Root() member: MemberType, @Ctx() context: RequestContext): Promise<HouseholdType | null> {
    if (!['member', 'operator', 'auditor'].includes(context.caller.kind)) return null;
    const household = await householdOfMember(this.database, context, member.id);
    if (household === null || !mayKnowHousehold(context.caller, household)) return null;
    return householdType(household);
  }
}

@Resolver(() => HouseholdMemberType)
export class HouseholdMemberResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => MemberType, { nullable: true, description: 'Who it is.' })
  async member(
    @Root() seat: HouseholdMemberType,
    @Ctx() context: RequestContext,
  ): Promise<MemberType | null> {
    return memberTypeOrNull(await memberById(this.database, context, seat.memberId));
  }
}
