/** Why a board was not opened, as the graph tells it. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { problem } from '../../../shared/platform/graph/problem.js';
import { CODE_LENGTH_MAX, NAME_LENGTH_MAX, type OpeningRefusal } from '../boards/leaderboard.js';
import { Problem } from '../problem.js';

type RefusalOf<Kind extends OpeningRefusal['kind']> = Extract<OpeningRefusal, { kind: Kind }>;

@ObjectType('LeaderboardCodeNotValid', {
  implements: Problem,
  description: 'The code cannot be part of an address.',
})
export class LeaderboardCodeNotValidType extends Problem {
  @Field(() => String, { description: 'The code that was sent.' })
  code!: string;
}

export function leaderboardCodeNotValid(
  refusal: RefusalOf<'LeaderboardCodeNotValid'>,
): LeaderboardCodeNotValidType {
  return problem(LeaderboardCodeNotValidType, {
    ...refusal,
    message: `A code has 1 to ${CODE_LENGTH_MAX} lower-case letters, digits and inner hyphens: "points-this-week".`,
  });
}

@ObjectType('LeaderboardNameNotValid', { implements: Problem, description: 'The name is empty or too long.' })
export class LeaderboardNameNotValidType extends Problem {
  @Field(() => String, { description: 'The name that was sent.' })
  name!: string;
}

export function leaderboardNameNotValid(
  refusal: RefusalOf<'LeaderboardNameNotValid'>,
): LeaderboardNameNotValidType {
  return problem(LeaderboardNameNotValidType, {
    ...refusal,
    message: `A name has 1 to ${NAME_LENGTH_MAX} characters, not only spaces.`,
  });
}

@Directive('@shareable')
@ObjectType('TimeZoneUnknown', { implements: Problem, description: 'There is no such time zone.' })
export class TimeZoneUnknownType extends Problem {
  @Field(() => String, { description: 'The time zone that was sent.' })
  timeZone!: string;
}

export function timeZoneUnknown(refusal: RefusalOf<'TimeZoneUnknown'>): TimeZoneUnknownType {
  return problem(TimeZoneUnknownType, {
    ...refusal,
    message:
      'Send the name of an IANA time zone such as "Europe/Berlin" or "UTC"; an offset has no calendar.',
  });
}

@ObjectType('LeaderboardCodeTaken', { implements: Problem, description: 'Another board has this code.' })
export class LeaderboardCodeTakenType extends Problem {
  @Field(() => String, { description: 'The code that was sent.' })
  code!: string;

  @Field(() => ID, { description: 'The id of the board that has it.' })
  leaderboardId!: string;
}

export function leaderboardCodeTaken(refusal: RefusalOf<'LeaderboardCodeTaken'>): LeaderboardCodeTakenType {
  return problem(LeaderboardCodeTakenType, {
    ...refusal,
    message: `The code ${refusal.code} belongs to another board; choose another code or use that board.`,
  });
}
