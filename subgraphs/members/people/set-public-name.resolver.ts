/** The door of public names. */
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
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId, type MemberId } from '../../../shared/values/ids.js';
import {
  KeyReusedType,
  keyReused,
  MemberNotFoundType,
  memberNotFound,
  NicknameNotAllowedType,
  nicknameNotAllowed,
} from '../refusals.type.js';
import { MemberType, memberType } from './member.type.js';
import { memberById } from './members.query.js';
import { type SetPublicNameRefusal, setPublicName } from './set-public-name.command.js';

@InputType({ description: 'How a member wants to be seen.' })
class SetPublicNameInput extends ActInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The member; operators name one, a member may leave it out.',
  })
  memberId?: string | null;

  @Field(() => String, { nullable: true, description: 'The nickname; null removes it.' })
  nickname?: string | null;

  @Field(() => Boolean, {
    description: 'Whether others see the nickname. If not, a name is shown that tells nothing.',
  })
  isNicknameShown!: boolean;
}

@ObjectType({ description: 'The public name is changed on every board.' })
class PublicNameSet extends ActDone {
  @Field(() => MemberType, { description: 'The member with the new name.' })
  member!: MemberType;
}

const SetPublicNameResult = createUnionType({
  name: 'SetPublicNameResult',
  description: 'The member with the new public name, or why it did not change.',
  types: () => [PublicNameSet, MemberNotFoundType, NicknameNotAllowedType, KeyReusedType] as const,
});

function nameProblem(refusal: SetPublicNameRefusal): typeof SetPublicNameResult {
  switch (refusal.kind) {
    case 'MemberNotFound':
      return memberNotFound(refusal);
    case 'NicknameNotAllowed':
      return nicknameNotAllowed(refusal);
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class SetPublicNameResolver {
  constructor(private readonly database: DataSource) {}

  @Mutation(() => SetPublicNameResult, {
    description: "Sets a member's public name. For the member and for operators.",
  })
  async setPublicName(
    @Arg('input', () => SetPublicNameInput, { description: 'The name and whether it is shown.' })
    input: SetPublicNameInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetPublicNameResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const own = caller.kind === 'member' ? caller.memberId : undefined;
    const memberId = input.memberId ?? own ?? '';
    if (!isId(memberId) || (own !== undefined && own !== memberId)) {
      return memberNotFound({ kind: 'MemberNotFound', memberId });
    }
    const result = await setPublicName(this.database, {
      caller,
      key: input.idempotencyKey,
      memberId: memberId as MemberId,
      choice: { nickname: input.nickname ?? null, isNicknameShown: input.isNicknameShown },
    });
    if (!result.ok) return nameProblem(result.refusal);
    const renamed = await memberById(this.database, context, memberId);
    if (renamed === null) throw new Error(`member ${memberId} was just renamed and is gone`);
    return Object.assign(new PublicNameSet(), {
      member: memberType(renamed),
      replayed: result.value.replayed,
    });
  }
}
