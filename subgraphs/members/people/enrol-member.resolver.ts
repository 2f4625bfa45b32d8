/** The door of enrolment. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { Problem } from '../problem.js';
import { KeyReusedType, keyReused, NicknameNotAllowedType, nicknameNotAllowed } from '../refusals.type.js';
import { type EnrolMemberRefusal, type EnrolmentDependencies, enrolMember } from './enrol-member.command.js';
import { MemberType, memberType } from './member.type.js';
import { memberById } from './members.query.js';

@InputType({ description: 'A person who joins the programme.' })
class EnrolMemberInput extends ActInput {
  @Field(() => String, {
    description: 'The phone with its country code, for example "+49 30 901820". Nothing else is needed.',
  })
  phone!: string;

  @Field(() => String, {
    nullable: true,
    description: 'A name for boards and screens, if the member wants one.',
  })
  nickname?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the member agreed that others see the nickname.',
  })
  isNicknameShown!: boolean;
}

@ObjectType({ description: 'The person is a member now.' })
class MemberEnrolled extends ActDone {
  @Field(() => MemberType, { description: 'The new member.' })
  member!: MemberType;
}

@ObjectType('PhoneNotValid', { implements: Problem, description: 'The phone cannot be a number in use.' })
class PhoneNotValidType extends Problem {
  @Field(() => String, { description: 'NO_COUNTRY_CODE or NOT_A_NUMBER_IN_USE.' })
  reason!: string;
}

@ObjectType('PhoneAlreadyEnrolled', { implements: Problem, description: 'A member with this phone exists.' })
class PhoneAlreadyEnrolledType extends Problem {
  @Field(() => MemberType, { description: 'The member who has the phone.' })
  member!: MemberType;
}

const EnrolMemberResult = createUnionType({
  name: 'EnrolMemberResult',
  description: 'The new member, or why there is none.',
  types: () =>
    [
      MemberEnrolled,
      PhoneNotValidType,
      NicknameNotAllowedType,
      PhoneAlreadyEnrolledType,
      KeyReusedType,
    ] as const,
});

@Resolver()
export class EnrolMemberResolver {
  constructor(private readonly dependencies: EnrolmentDependencies) {}

  @Mutation(() => EnrolMemberResult, { description: 'Enrols a person by phone. For partners and operators.' })
  async enrolMember(
    @Arg('input', () => EnrolMemberInput, { description: 'Who joins.' }) input: EnrolMemberInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof EnrolMemberResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const { idempotencyKey: key, phone, nickname = null, isNicknameShown } = input;
    const result = await enrolMember(this.dependencies, {
      caller,
      key,
      enrolment: { phone, nickname, isNicknameShown },
    });
    if (!result.ok) return this.problem(result.refusal, context);
    const member = await this.member(result.value.memberId, context);
    return Object.assign(new MemberEnrolled(), { member, replayed: result.value.replayed });
  }

  private async problem(
    refusal: EnrolMemberRefusal,
    context: RequestContext,
  ): Promise<typeof EnrolMemberResult> {
    switch (refusal.kind) {
      case 'PhoneNotValid':
        return problem(PhoneNotValidType, {
          ...refusal,
          message: 'Send the phone with + and its country code; this one is not a number in use.',
        });
      case 'NicknameNotAllowed':
        return nicknameNotAllowed(refusal);
      case 'PhoneAlreadyEnrolled':
        return problem(PhoneAlreadyEnrolledType, {
          member: await this.member(refusal.memberId, context),
          message: 'This phone belongs to a member already; use that member.',
        });
      case 'KeyReused':
        return keyReused(refusal);
    }
  }

  private async member(memberId: string, context: RequestContext): Promise<MemberType> {
    const member = await memberById(this.dependencies.database, context, memberId);
    if (member === null) throw new Error(`member ${memberId} was just read and is gone`);
    return memberType(member);
  }
}
