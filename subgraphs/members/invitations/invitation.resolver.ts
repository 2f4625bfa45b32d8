/**
 * The fields of an invitation, and the open ones of a member and of a household. The invited sees who asks, by public
 * name, and not who else is in.
 */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { HouseholdType } from '../households/household.type.js';
import { householdById } from '../households/households.query.js';
import { MemberType, memberTypeOrNull } from '../people/member.type.js';
import { memberById } from '../people/members.query.js';
import { isOwn, mayAudit } from '../standing/member-privacy.query.js';
import { HouseholdInvitationType, invitationType } from './invitation.type.js';
import { openInvitationsOfMember, openInvitationsToHousehold } from './invitations.query.js';

@Resolver(() => MemberType)
export class InvitationsOfMemberResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [HouseholdInvitationType], {
    nullable: true,
    description:
      'Invitations that wait for the answer of the member; for the member, operators and auditors.',
  })
  async householdInvitations(
    @Root() member: MemberType,
    @Ctx() context: RequestContext,
  ): Promise<HouseholdInvitationType[] | null> {
    if (!isOwn(context.caller, member) && !mayAudit(context.caller)) return null;
    return (await openInvitationsOfMember(this.database, context, member.id)).map(invitationType);
  }
}

@Resolver(() => HouseholdType)
export class InvitationsToHouseholdResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [HouseholdInvitationType], { description: 'Invitations that wait for their answers.' })
  async invitations(
    @Root() household: HouseholdType,
    @Ctx() context: RequestContext,
  ): Promise<HouseholdInvitationType[]> {
    return (await openInvitationsToHousehold(this.database, context, household.id)).map(invitationType);
  }
}

@Resolver(() => HouseholdInvitationType)
export class InvitationResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => String, { nullable: true, description: 'The name of the household.' })
  async householdName(
    @Root() { householdId }: HouseholdInvitationType,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    return (await householdById(this.database, context, householdId))?.name ?? null;
  }

  @FieldResolver(() => MemberType, { nullable: true, description: 'The owner of the household.' })
  async owner(
    @Root() { householdId }: HouseholdInvitationType,
    @Ctx() context: RequestContext,
  ): Promise<MemberType | null> {
    const household = await householdById(this.database, context, householdId);
    return household === null ? null : this.memberOf(household.ownerId, context);
  }

  @FieldResolver(() => MemberType, { nullable: true, description: 'The member who was invited.' })
  member(
    @Root() { memberId }: HouseholdInvitationType,
    @Ctx() context: RequestContext,
  ): Promise<MemberType | null> {
    return this.memberOf(memberId, context);
  }

  private async memberOf(id: string, context: RequestContext): Promise<MemberType | null> {
    return memberTypeOrNull(await memberById(this.database, context, id));
  }
}
