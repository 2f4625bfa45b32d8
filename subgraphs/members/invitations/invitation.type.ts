/** The invitation as the graph shows it, and the refusals that are about one. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { problem } from '../../../shared/platform/graph/problem.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';
import type { Invitation, InvitationNotFound, InvitationNotOpen, InvitationState } from './invitation.js';

export enum InvitationStateEnum {
  OPEN = 'OPEN',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(InvitationStateEnum, {
  name: 'InvitationState',
  description: 'What became of an invitation.',
  valuesConfig: {
    OPEN: { description: 'It waits for the answer of the invited member.' },
    ACCEPTED: { description: 'The member said yes and came in.' },
    DECLINED: { description: 'The member said no.' },
    WITHDRAWN: { description: 'It was taken back, or its household was closed.' },
  },
});

@ObjectType('HouseholdInvitation', { description: 'An offer to a member to pool points in a household.' })
export class HouseholdInvitationType {
  @Field(() => ID, { description: 'The id of the invitation.' })
  id!: string;

  @Field(() => ID, { description: 'The household to come into.' })
  householdId!: string;

  /** What the resolvers work with; not a field of the graph. */
  memberId!: string;

  @Field(() => PointsScalar, {
    nullable: true,
    description: 'The most that the member could draw from the others in a month; null for no limit.',
  })
  monthlyDrawLimit!: bigint | null;

  @Field(() => InvitationStateEnum, { description: 'What became of it.' })
  state!: InvitationState;

  @Field(() => DateTimeScalar, { description: 'When the member was invited.' })
  invitedAt!: Date;
}

export function invitationType(invitation: Invitation): HouseholdInvitationType {
  return Object.assign(new HouseholdInvitationType(), invitation);
}

@ObjectType('InvitationNotFound', { implements: Problem, description: 'You have no such invitation.' })
export class InvitationNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  invitationId!: string;
}

export function invitationNotFound(refusal: InvitationNotFound): InvitationNotFoundType {
  return problem(InvitationNotFoundType, { ...refusal, message: 'You have no invitation with this id.' });
}

@ObjectType('InvitationNotOpen', { implements: Problem, description: 'The invitation has ended already.' })
export class InvitationNotOpenType extends Problem {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId!: string;

  @Field(() => InvitationStateEnum, { description: 'How it ended.' })
  state!: InvitationState;
}

export function invitationNotOpen(refusal: InvitationNotOpen): InvitationNotOpenType {
  return problem(InvitationNotOpenType, {
    ...refusal,
    message: `The invitation is ${refusal.state}; ask for a new one.`,
  });
}
