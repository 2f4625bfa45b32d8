/** The doors of merging members and of undoing it. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import { plainText } from '../checked-input.type.js';
import { Problem } from '../problem.js';
import {
  KeyReusedType,
  keyReused,
  MemberMergedType,
  MemberNotFoundType,
  memberMerged,
  memberNotFound,
} from '../refusals.type.js';
import { MemberMergeType, mergeType } from './merge.type.js';
import { type MergeMembersRefusal, mergeMembers } from './merge-members.command.js';
import { mergeById } from './merges.query.js';
import { type UnmergeMembersRefusal, unmergeMembers } from './unmerge-members.command.js';

const REASON_LENGTH_MAX = 300;

@InputType({ description: 'Two members who are one.' })
class MergeMembersInput extends ActInput {
  @Field(() => ID, { description: 'The member that goes into the other.' })
  sourceMemberId!: string;

  @Field(() => ID, { description: 'The member that stays.' })
  targetMemberId!: string;

  @Field(() => String, { description: 'Why, for those who check later.' })
  reason!: string;
}

@ObjectType({ description: 'The cards of the source are the target’s; the rest of the graph follows.' })
class MembersMerged extends ActDone {
  @Field(() => MemberMergeType, { description: 'The merge, by which it can be undone.' })
  merge!: MemberMergeType;
}

@InputType({ description: 'A merge that was a mistake.' })
class UnmergeMembersInput extends ActInput {
  @Field(() => ID, { description: 'The merge.' })
  mergeId!: string;

  @Field(() => String, { description: 'Why, for those who check later.' })
  reason!: string;
}

@ObjectType({ description: 'The two are two again.' })
class MembersUnmerged extends ActDone {
  @Field(() => MemberMergeType, { description: 'The merge that no longer holds.' })
  merge!: MemberMergeType;
}

@ObjectType('MergeOfOneMember', { implements: Problem, description: 'A member cannot go into itself.' })
class MergeOfOneMemberType extends Problem {
  @Field(() => ID, { description: 'The member.' })
  memberId!: string;
}

@ObjectType('MemberKindsDiffer', {
  implements: Problem,
  description: 'One is a person and the other a firm.',
})
class MemberKindsDifferType extends Problem {
  @Field(() => ID, { description: 'The member that should go.' })
  sourceMemberId!: string;

  @Field(() => ID, { description: 'The member that should stay.' })
  targetMemberId!: string;
}

@ObjectType('HouseholdsDiffer', {
  implements: Problem,
  description: 'The two pool points in two households.',
})
class HouseholdsDifferType extends Problem {
  @Field(() => ID, { description: 'The member that should go.' })
  sourceMemberId!: string;

  @Field(() => ID, { description: 'The member that should stay.' })
  targetMemberId!: string;
}

@ObjectType('MergeNotFound', { implements: Problem, description: 'There is no such merge.' })
class MergeNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  mergeId!: string;
}

@ObjectType('MergeAlreadyUndone', { implements: Problem, description: 'The merge was undone before.' })
class MergeAlreadyUndoneType extends Problem {
  @Field(() => ID, { description: 'The merge.' })
  mergeId!: string;
}

const MergeMembersResult = createUnionType({
  name: 'MergeMembersResult',
  description: 'The merge, or why there is none.',
  types: () =>
    [
      MembersMerged,
      MergeOfOneMemberType,
      MemberNotFoundType,
      MemberMergedType,
      MemberKindsDifferType,
      HouseholdsDifferType,
      KeyReusedType,
    ] as const,
});

const UnmergeMembersResult = createUnionType({
  name: 'UnmergeMembersResult',
  description: 'The merge that no longer holds, or why it still does.',
  types: () =>
    [MembersUnmerged, MergeNotFoundType, MergeAlreadyUndoneType, MemberMergedType, KeyReusedType] as const,
});

function mergeProblem(refusal: MergeMembersRefusal): typeof MergeMembersResult {
  switch (refusal.kind) {
    case 'MergeOfOneMember':
      return problem(MergeOfOneMemberType, {
        ...refusal,
        message: 'Name two members; these are one already.',
      });
    case 'MemberNotFound':
      return memberNotFound(refusal);
    case 'MemberMerged':
      return memberMerged(refusal);
    case 'MemberKindsDiffer':
      return problem(MemberKindsDifferType, {
        ...refusal,
        message: 'A person and a firm are never one member.',
      });
    case 'HouseholdsDiffer':
      return problem(HouseholdsDifferType, {
        ...refusal,
        message: 'They sit in two households; one of them must leave hers first.',
      });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

function unmergeProblem(refusal: UnmergeMembersRefusal): typeof UnmergeMembersResult {
  switch (refusal.kind) {
    case 'MergeNotFound':
      return problem(MergeNotFoundType, { ...refusal, message: 'There is no merge with this id.' });
    case 'MergeAlreadyUndone':
      return problem(MergeAlreadyUndoneType, { ...refusal, message: 'This merge was undone before.' });
    case 'MemberMerged':
      return memberMerged(refusal);
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class MergeMembersResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => MergeMembersResult, {
    description: 'Makes two members one: the source goes into the target, which stays. For operators.',
  })
  async mergeMembers(
    @Arg('input', () => MergeMembersInput, { description: 'Who goes into whom, and why.' })
    input: MergeMembersInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof MergeMembersResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, sourceMemberId, targetMemberId } = input;
    const reason = plainText('reason', input.reason, REASON_LENGTH_MAX);
    const stranger = [sourceMemberId, targetMemberId].find((id) => !isId(id));
    if (stranger !== undefined) return memberNotFound({ kind: 'MemberNotFound', memberId: stranger });
    const request = { caller, key, sourceMemberId, targetMemberId, reason };
    const result = await mergeMembers(this.dependencies, request);
    if (!result.ok) return mergeProblem(result.refusal);
    return Object.assign(new MembersMerged(), await this.done(result.value));
  }

  @Mutation(() => UnmergeMembersResult, {
    description:
      'Undoes a merge: what came by it goes back. A later merge of the target must be undone before. For operators.',
  })
  async unmergeMembers(
    @Arg('input', () => UnmergeMembersInput, { description: 'Which merge, and why.' })
    input: UnmergeMembersInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UnmergeMembersResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, mergeId } = input;
    const reason = plainText('reason', input.reason, REASON_LENGTH_MAX);
    if (!isId(mergeId)) return unmergeProblem({ kind: 'MergeNotFound', mergeId });
    const result = await unmergeMembers(this.dependencies, { caller, key, mergeId, reason });
    if (!result.ok) return unmergeProblem(result.refusal);
    return Object.assign(new MembersUnmerged(), await this.done(result.value));
  }

  private async done({
    mergeId,
    replayed,
  }: {
    readonly mergeId: string;
    readonly replayed: boolean;
  }): Promise<Pick<MembersMerged, 'merge' | 'replayed'>> {
    const merge = await mergeById(this.dependencies.database, mergeId);
    if (merge === null) throw new Error('a merge was just written and is gone');
    return { merge: mergeType(merge), replayed };
  }
}
