/** The door of inviting to a household. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isCardNumber } from '../cards/card-number.js';
import {
  AlreadyInHouseholdType,
  HouseholdFullType,
  HouseholdNotFoundType,
  householdProblem,
  NotHouseholdOwnerType,
} from '../households/household-problems.type.js';
import { Problem } from '../problem.js';
import {
  KeyReusedType,
  keyReused,
  LimitNotValidType,
  limitNotValid,
  MemberIsOrganisationType,
  MemberMergedType,
  MemberNotFoundType,
  memberIsOrganisation,
  memberMerged,
  memberNotFound,
} from '../refusals.type.js';
import { HouseholdInvitationType, invitationType } from './invitation.type.js';
import { invitationById } from './invitations.query.js';
import {
  type Invited,
  type InviteToHouseholdRefusal,
  inviteToHousehold,
} from './invite-to-household.command.js';

@InputType({ description: 'Who is invited where. Exactly one of memberId and cardNumber.' })
class InviteToHouseholdInput extends ActInput {
  @Field(() => ID, { description: 'The household.' })
  householdId!: string;

  @Field(() => ID, { nullable: true, description: 'The member to invite.' })
  memberId?: string | null;

  @Field(() => String, { nullable: true, description: 'The number on a card of the member to invite.' })
  cardNumber?: string | null;

  @Field(() => PointsScalar, {
    nullable: true,
    description:
      'The most that the member may draw from the points of the others in a calendar month; null for no limit.',
  })
  monthlyDrawLimit?: bigint | null;
}

@ObjectType({ description: 'The invitation waits for its answer; nothing is pooled before a yes.' })
class HouseholdInvitationSent extends ActDone {
  @Field(() => HouseholdInvitationType, { description: 'The invitation.' })
  invitation!: HouseholdInvitationType;
}

@ObjectType('AlreadyInvited', {
  implements: Problem,
  description: 'The member was invited before and has not answered yet.',
})
class AlreadyInvitedType extends Problem {
  @Field(() => ID, { description: 'The invitation that waits.' })
  invitationId!: string;
}

@ObjectType('CardNotFound', {
  implements: Problem,
  description: 'No card with this number identifies anybody.',
})
class CardNotFoundType extends Problem {
  @Field(() => String, { description: 'The number that was sent.' })
  cardNumber!: string;
}

@ObjectType('InvitationLimitReached', {
  implements: Problem,
  description: 'As many invitations of the household wait as may.',
})
class InvitationLimitReachedType extends Problem {
  @Field(() => Int, { description: 'How many may wait.' })
  limit!: number;
}

const InviteToHouseholdResult = createUnionType({
  name: 'InviteToHouseholdResult',
  description: 'The invitation, or why there is none.',
  types: () =>
    [
      HouseholdInvitationSent,
      LimitNotValidType,
      HouseholdNotFoundType,
      NotHouseholdOwnerType,
      MemberNotFoundType,
      CardNotFoundType,
      MemberMergedType,
      MemberIsOrganisationType,
      AlreadyInHouseholdType,
      HouseholdFullType,
      AlreadyInvitedType,
      InvitationLimitReachedType,
      KeyReusedType,
    ] as const,
});

function inviteProblem(refusal: InviteToHouseholdRefusal): typeof InviteToHouseholdResult {
  switch (refusal.kind) {
    case 'LimitNotValid':
      return limitNotValid(refusal);
    case 'HouseholdNotFound':
      return householdProblem<'HouseholdNotFound'>(refusal);
    case 'NotHouseholdOwner':
      return householdProblem<'NotHouseholdOwner'>(refusal);
    case 'MemberNotFound':
      return memberNotFound(refusal);
    case 'CardNotFound':
      return problem(CardNotFoundType, {
        ...refusal,
        message: 'No card with this number identifies anybody.',
      });
    case 'MemberMerged':
      return memberMerged(refusal);
    case 'MemberIsOrganisation':
      return memberIsOrganisation(refusal);
    case 'AlreadyInHousehold':
      return householdProblem<'AlreadyInHousehold'>(refusal);
    case 'HouseholdFull':
      return householdProblem<'HouseholdFull'>(refusal);
    case 'AlreadyInvited':
      return problem(AlreadyInvitedType, {
        ...refusal,
        message: 'An invitation waits for the answer already.',
      });
    case 'InvitationLimitReached':
      return problem(InvitationLimitReachedType, {
        ...refusal,
        message: `At most ${refusal.limit} invitations wait at once; withdraw one first.`,
      });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

function invitedBy({ memberId, cardNumber }: InviteToHouseholdInput): Invited {
  if (typeof memberId === 'string' && typeof cardNumber !== 'string') return { memberId };
  if (typeof cardNumber === 'string' && typeof memberId !== 'string') {
    if (isCardNumber(cardNumber)) return { cardNumber };
    throw new DoorError('BAD_USER_INPUT', 'cardNumber must be the 13 digits of a card; this one is mistyped');
  }
  throw new DoorError('BAD_USER_INPUT', 'Send exactly one of memberId and cardNumber.');
}

@Resolver()
export class InviteToHouseholdResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => InviteToHouseholdResult, {
    description: 'Invites a member to a household. For its owner and for operators.',
  })
  async inviteToHousehold(
    @Arg('input', () => InviteToHouseholdInput, { description: 'Who, where, and how much they may draw.' })
    input: InviteToHouseholdInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof InviteToHouseholdResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const { idempotencyKey: key, householdId, monthlyDrawLimit = null } = input;
    const request = { caller, key, householdId, invited: invitedBy(input), monthlyDrawLimit };
    const result = await inviteToHousehold(this.dependencies, request);
    if (!result.ok) return inviteProblem(result.refusal);
    const invitation = await invitationById(this.dependencies.database, result.value.invitationId);
    if (invitation === null) throw new Error('an invitation was just written and is gone');
    const { replayed } = result.value;
    return Object.assign(new HouseholdInvitationSent(), { invitation: invitationType(invitation), replayed });
  }
}
