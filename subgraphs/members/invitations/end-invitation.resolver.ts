/** The doors by which an invitation ends: the answer of the invited, and its withdrawal. */
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
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import {
  AlreadyInHouseholdType,
  HouseholdFullType,
  householdProblem,
  NotHouseholdOwnerType,
} from '../households/household-problems.type.js';
import {
  KeyReusedType,
  keyReused,
  MemberMergedType,
  MemberNotFoundType,
  memberMerged,
  memberNotFound,
} from '../refusals.type.js';
import {
  type AnswerHouseholdInvitationRefusal,
  answerHouseholdInvitation,
} from './answer-household-invitation.command.js';
import {
  HouseholdInvitationType,
  InvitationNotFoundType,
  InvitationNotOpenType,
  invitationNotFound,
  invitationNotOpen,
  invitationType,
} from './invitation.type.js';
import { invitationById } from './invitations.query.js';
import {
  type WithdrawHouseholdInvitationRefusal,
  withdrawHouseholdInvitation,
} from './withdraw-household-invitation.command.js';

@InputType({ description: 'Your answer to an invitation.' })
class AnswerHouseholdInvitationInput extends ActInput {
  @Field(() => ID, { description: 'The invitation, which must be yours.' })
  invitationId!: string;

  @Field(() => Boolean, { description: 'Whether you pool your points with this household from now on.' })
  isAccepted!: boolean;
}

@ObjectType({ description: 'The answer holds; after a yes you are in the household.' })
class HouseholdInvitationAnswered extends ActDone {
  @Field(() => HouseholdInvitationType, { description: 'The invitation with its answer.' })
  invitation!: HouseholdInvitationType;
}

const AnswerHouseholdInvitationResult = createUnionType({
  name: 'AnswerHouseholdInvitationResult',
  description: 'The answered invitation, or why the answer does not hold.',
  types: () =>
    [
      HouseholdInvitationAnswered,
      MemberNotFoundType,
      MemberMergedType,
      InvitationNotFoundType,
      InvitationNotOpenType,
      AlreadyInHouseholdType,
      HouseholdFullType,
      KeyReusedType,
    ] as const,
});

@InputType({ description: 'An invitation to take back.' })
class WithdrawHouseholdInvitationInput extends ActInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId!: string;
}

@ObjectType({ description: 'The invitation can no longer be accepted.' })
class HouseholdInvitationWithdrawn extends ActDone {
  @Field(() => HouseholdInvitationType, { description: 'The withdrawn invitation.' })
  invitation!: HouseholdInvitationType;
}

const WithdrawHouseholdInvitationResult = createUnionType({
  name: 'WithdrawHouseholdInvitationResult',
  description: 'The withdrawn invitation, or why it was not taken back.',
  types: () =>
    [
      HouseholdInvitationWithdrawn,
      InvitationNotFoundType,
      InvitationNotOpenType,
      NotHouseholdOwnerType,
      KeyReusedType,
    ] as const,
});

function answerProblem(refusal: AnswerHouseholdInvitationRefusal): typeof AnswerHouseholdInvitationResult {
  switch (refusal.kind) {
    case 'MemberNotFound':
      return memberNotFound(refusal);
    case 'MemberMerged':
      return memberMerged(refusal);
    case 'InvitationNotFound':
      return invitationNotFound(refusal);
    case 'InvitationNotOpen':
      return invitationNotOpen(refusal);
    case 'AlreadyInHousehold':
      return householdProblem<'AlreadyInHousehold'>(refusal);
    case 'HouseholdFull':
      return householdProblem<'HouseholdFull'>(refusal);
    case 'KeyReused':
      return keyReused(refusal);
  }
}

function withdrawProblem(
  refusal: WithdrawHouseholdInvitationRefusal,
): typeof WithdrawHouseholdInvitationResult {
  switch (refusal.kind) {
    case 'InvitationNotFound':
      return invitationNotFound(refusal);
    case 'InvitationNotOpen':
      return invitationNotOpen(refusal);
    case 'NotHouseholdOwner':
      return householdProblem<'NotHouseholdOwner'>(refusal);
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class EndInvitationResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => AnswerHouseholdInvitationResult, {
    description: 'Accepts or declines an invitation to a household. For the invited member alone.',
  })
  async answerHouseholdInvitation(
    @Arg('input', () => AnswerHouseholdInvitationInput, { description: 'Yes or no to what.' })
    input: AnswerHouseholdInvitationInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof AnswerHouseholdInvitationResult> {
    const caller = allow(context.caller, ['member']);
    const { idempotencyKey: key, invitationId, isAccepted } = input;
    if (!isId(invitationId)) return invitationNotFound({ kind: 'InvitationNotFound', invitationId });
    const request = { caller, key, invitationId, isAccepted };
    const result = await answerHouseholdInvitation(this.dependencies, request);
    if (!result.ok) return answerProblem(result.refusal);
    return Object.assign(new HouseholdInvitationAnswered(), await this.ended(result.value));
  }

  @Mutation(() => WithdrawHouseholdInvitationResult, {
    description: 'Takes back an invitation that waits. For the owner of the household and for operators.',
  })
  async withdrawHouseholdInvitation(
    @Arg('input', () => WithdrawHouseholdInvitationInput, { description: 'What to take back.' })
    input: WithdrawHouseholdInvitationInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof WithdrawHouseholdInvitationResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const { idempotencyKey: key, invitationId } = input;
    if (!isId(invitationId)) return invitationNotFound({ kind: 'InvitationNotFound', invitationId });
    const result = await withdrawHouseholdInvitation(this.dependencies, { caller, key, invitationId });
    if (!result.ok) return withdrawProblem(result.refusal);
    return Object.assign(new HouseholdInvitationWithdrawn(), await this.ended(result.value));
  }

  private async ended(done: {
    readonly invitationId: string;
    readonly replayed: boolean;
  }): Promise<Pick<HouseholdInvitationAnswered, 'invitation' | 'replayed'>> {
    const invitation = await invitationById(this.dependencies.database, done.invitationId);
    if (invitation === null) throw new Error('an invitation was just ended and is gone');
    return { invitation: invitationType(invitation), replayed: done.replayed };
  }
}
