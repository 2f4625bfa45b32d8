/** The door of enrolling firms. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { plainText } from '../checked-input.type.js';
import { MemberType, memberType } from '../people/member.type.js';
import { memberById } from '../people/members.query.js';
import { Problem } from '../problem.js';
import { KeyReusedType, keyReused } from '../refusals.type.js';
import { enrolOrganisation } from './enrol-organisation.command.js';

const NAME_LENGTH_MAX = 120;
const REFERENCE_LENGTH_MAX = 60;

@InputType({ description: 'A firm that joins the programme.' })
class EnrolOrganisationInput extends ActInput {
  @Field(() => String, { description: 'The name of the firm.' })
  name!: string;

  @Field(() => String, {
    description:
      'What it is known by once, for example its company number; capitals and spaces do not matter.',
  })
  reference!: string;
}

@ObjectType({ description: 'The firm is a member now.' })
class OrganisationEnrolled extends ActDone {
  @Field(() => MemberType, { description: 'The member that the firm is.' })
  member!: MemberType;
}

@ObjectType('OrganisationAlreadyEnrolled', {
  implements: Problem,
  description: 'A firm with this reference is a member.',
})
class OrganisationAlreadyEnrolledType extends Problem {
  @Field(() => MemberType, { description: 'The member that has the reference.' })
  member!: MemberType;
}

const EnrolOrganisationResult = createUnionType({
  name: 'EnrolOrganisationResult',
  description: 'The new member, or why there is none.',
  types: () => [OrganisationEnrolled, OrganisationAlreadyEnrolledType, KeyReusedType] as const,
});

@Resolver()
export class EnrolOrganisationResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => EnrolOrganisationResult, {
    description: 'Enrols a firm, which has one balance and several buyers. For partners and operators.',
  })
  async enrolOrganisation(
    @Arg('input', () => EnrolOrganisationInput, { description: 'Which firm joins.' })
    input: EnrolOrganisationInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof EnrolOrganisationResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const name = plainText('name', input.name, NAME_LENGTH_MAX);
    const reference = plainText('reference', input.reference, REFERENCE_LENGTH_MAX);
    const request = { caller, key: input.idempotencyKey, name, reference };
    const result = await enrolOrganisation(this.dependencies, request);
    if (result.ok) {
      const member = await this.member(result.value.memberId, context);
      return Object.assign(new OrganisationEnrolled(), { member, replayed: result.value.replayed });
    }
    if (result.refusal.kind === 'KeyReused') return keyReused(result.refusal);
    return problem(OrganisationAlreadyEnrolledType, {
      member: await this.member(result.refusal.memberId, context),
      message: 'This reference belongs to a member already; use that member.',
    });
  }

  private async member(memberId: string, context: RequestContext): Promise<MemberType> {
    const member = await memberById(this.dependencies.database, context, memberId);
    if (member === null) throw new Error(`member ${memberId} was just read and is gone`);
    return memberType(member);
  }
}
