/** The fields of a merge, and the merges of a member: for operators and auditors. */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { MemberType, memberTypeOrNull } from '../people/member.type.js';
import { memberById } from '../people/members.query.js';
import { mayAudit } from '../standing/member-privacy.query.js';
import { MemberMergeType, mergeType } from './merge.type.js';
import { mergesOf } from './merges.query.js';

@Resolver(() => MemberType)
export class MergesOfMemberResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [MemberMergeType], {
    nullable: true,
    description: 'The merges in which the member went or stayed, oldest first; for operators and auditors.',
  })
  async merges(
    @Root() member: MemberType,
    @Ctx() context: RequestContext,
  ): Promise<MemberMergeType[] | null> {
    if (!mayAudit(context.caller)) return null;
    return (await mergesOf(this.database, context, member.id)).map(mergeType);
  }
}

@Resolver(() => MemberMergeType)
export class MergeResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => MemberType, { nullable: true, description: 'The member that went.' })
  source(@Root() merge: MemberMergeType, @Ctx() context: RequestContext): Promise<MemberType | null> {
    return this.memberOf(merge.sourceMemberId, context);
  }

  @FieldResolver(() => MemberType, { nullable: true, description: 'The member that stayed.' })
  target(@Root() merge: MemberMergeType, @Ctx() context: RequestContext): Promise<MemberType | null> {
    return this.memberOf(merge.targetMemberId, context);
  }

  private async memberOf(id: string, context: RequestContext): Promise<MemberType | null> {
    return memberTypeOrNull(await memberById(this.database, context, id));
  }
}
