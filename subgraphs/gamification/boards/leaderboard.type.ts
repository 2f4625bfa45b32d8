/** The leaderboard as the graph shows it. What stands on it is resolved by `standings`. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import type { Leaderboard, LeaderboardMetric } from './leaderboard.js';
import type { LeaderboardWindow } from './window-key.js';

export enum LeaderboardMetricEnum {
  POINTS_EARNED = 'POINTS_EARNED',
  PURCHASES = 'PURCHASES',
}

registerEnumType(LeaderboardMetricEnum, {
  name: 'LeaderboardMetric',
  description: 'What a board counts.',
  valuesConfig: {
    POINTS_EARNED: { description: 'Points that purchases gave, less those that returns took back.' },
    PURCHASES: { description: 'Purchases of which at least one unit was not returned.' },
  },
});

export enum LeaderboardWindowEnum {
  ALL_TIME = 'ALL_TIME',
  MONTH = 'MONTH',
  WEEK = 'WEEK',
}

registerEnumType(LeaderboardWindowEnum, {
  name: 'LeaderboardWindow',
  description: 'How long a board counts before it begins anew.',
  valuesConfig: {
    ALL_TIME: { description: 'For ever.' },
    MONTH: { description: "A calendar month in the board's time zone." },
    WEEK: { description: "An ISO week, Monday to Sunday, in the board's time zone." },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Leaderboard', { description: 'Members in the order of what they did across all partners.' })
export class LeaderboardType {
  @Field(() => ID, { description: 'The id of the board.' })
  id!: string;

  @Field(() => String, {
    description: 'Its short name for addresses and codes, for example "points-this-week".',
  })
  code!: string;

  @Field(() => String, { description: 'Its name for people.' })
  name!: string;

  @Field(() => LeaderboardMetricEnum, { description: 'What it counts.' })
  metric!: LeaderboardMetric;

  @Field(() => LeaderboardWindowEnum, { description: 'How long it counts before it begins anew.' })
  window!: LeaderboardWindow;

  @Field(() => String, { description: 'The IANA time zone on whose calendar its windows begin and end.' })
  timeZone!: string;

  @Field(() => DateTimeScalar, { description: 'When it was opened. It counts what happened before, too.' })
  openedAt!: Date;

  /** What the resolvers work with; not a field of the graph. */
  board!: Leaderboard;
}

/** Gives the graph's leaderboard for a board. */
export function leaderboardType(board: Leaderboard): LeaderboardType {
  return Object.assign(new LeaderboardType(), { ...board, board });
}
