/** Refusals about households that several mutations share, and how each is told. */
import 'reflect-metadata';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { problem } from '../../../shared/platform/graph/problem.js';
import { Problem } from '../problem.js';
import type {
  AlreadyInHousehold,
  HouseholdFull,
  HouseholdMemberNotFound,
  HouseholdNotFound,
  NotHouseholdOwner,
} from './household.js';

@ObjectType('HouseholdNotFound', { implements: Problem, description: 'You have no such household.' })
export class HouseholdNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  householdId!: string;
}

@ObjectType('NotHouseholdOwner', {
  implements: Problem,
  description: 'Only the owner of the household, or an operator, may do this.',
})
export class NotHouseholdOwnerType extends Problem {
  @Field(() => ID, { description: 'The household.' })
  householdId!: string;
}

@ObjectType('HouseholdMemberNotFound', {
  implements: Problem,
  description: 'The member is not in the household.',
})
export class HouseholdMemberNotFoundType extends Problem {
  @Field(() => ID, { description: 'The member id that was sent.' })
  memberId!: string;
}

@ObjectType('HouseholdFull', {
  implements: Problem,
  description: 'The household has as many members as one may have.',
})
export class HouseholdFullType extends Problem {
  @Field(() => Int, { description: 'How many members a household may have.' })
  limit!: number;
}

@ObjectType('AlreadyInHousehold', {
  implements: Problem,
  description: 'The member pools points in a household already.',
})
export class AlreadyInHouseholdType extends Problem {
  @Field(() => ID, { description: 'The member.' })
  memberId!: string;
}

type Refusal =
  | HouseholdNotFound
  | NotHouseholdOwner
  | HouseholdMemberNotFound
  | HouseholdFull
  | AlreadyInHousehold;

type ProblemOf<Kind extends Refusal['kind']> = {
  HouseholdNotFound: HouseholdNotFoundType;
  NotHouseholdOwner: NotHouseholdOwnerType;
  HouseholdMemberNotFound: HouseholdMemberNotFoundType;
  HouseholdFull: HouseholdFullType;
  AlreadyInHousehold: AlreadyInHouseholdType;
}[Kind];

/** Tells a refusal about a household as the problem of its name. */
export function householdProblem<Kind extends Refusal['kind']>(
  refusal: Extract<Refusal, { kind: Kind }>,
): ProblemOf<Kind>;
export function householdProblem(refusal: Refusal): ProblemOf<Refusal['kind']> {
  switch (refusal.kind) {
    case 'HouseholdNotFound':
      return problem(HouseholdNotFoundType, { ...refusal, message: 'You have no household with this id.' });
    case 'NotHouseholdOwner':
      return problem(NotHouseholdOwnerType, {
        ...refusal,
        message: 'Only the owner of this household may do this; ask the owner or an operator.',
      });
    case 'HouseholdMemberNotFound':
      return problem(HouseholdMemberNotFoundType, {
        ...refusal,
        message: 'There is no such member in this household.',
      });
    case 'HouseholdFull':
      return problem(HouseholdFullType, {
        ...refusal,
        message: `A household has ${refusal.limit} members at most; one must leave first.`,
      });
    case 'AlreadyInHousehold':
      return problem(AlreadyInHouseholdType, {
        ...refusal,
        message: 'A member is in one household at most; leave that one first.',
      });
  }
}
