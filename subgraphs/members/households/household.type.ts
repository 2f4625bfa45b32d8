/** The household as the graph shows it: ids and public names of its members, and who may draw how much. */
import 'reflect-metadata';
import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { Household, Seat } from './household.js';

@ObjectType('HouseholdMember', { description: 'A place in a household.' })
export class HouseholdMemberType {
  /** What the resolvers work with; not a field of the graph. */
  memberId!: string;

  @Field(() => DateTimeScalar, { description: 'When the member came in.' })
  joinedAt!: Date;

  @Field(() => PointsScalar, {
    nullable: true,
    description:
      'The most that this member may draw from the points of the others in a month; null for no limit.',
  })
  monthlyDrawLimit!: bigint | null;

  @Field(() => Boolean, { description: 'Whether the member owns the household.' })
  isOwner!: boolean;
}

@ObjectType('Household', { description: 'Members who pool their points.' })
export class HouseholdType {
  @Field(() => ID, { description: 'The id of the household.' })
  id!: string;

  @Field(() => String, { description: 'The name that its owner gave it.' })
  name!: string;

  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  openedAt!: Date;

  @Field(() => [HouseholdMemberType], { description: 'Who pools points, longest-standing first.' })
  members!: HouseholdMemberType[];
}

export function householdType(household: Household): HouseholdType {
  const { id, name, openedAt } = household;
  const members = household.seats.map((seat) => householdMemberType(seat, household.ownerId));
  return Object.assign(new HouseholdType(), { id, name, openedAt, members });
}

function householdMemberType(seat: Seat, ownerId: string): HouseholdMemberType {
  return Object.assign(new HouseholdMemberType(), { ...seat, isOwner: seat.memberId === ownerId });
}
