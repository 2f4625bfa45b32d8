/** A place on a board as the graph shows it, and the member as far as this subgraph knows one. */
import 'reflect-metadata';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { DateTimeScalar, WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import type { Leaderboard } from '../boards/leaderboard.js';
import { LeaderboardType, leaderboardType } from '../boards/leaderboard.type.js';
import type { InstanceState } from './rank-index.js';
import type { RankedRow } from './ranking.js';

@Directive('@key(fields: "id")')
@ObjectType('Member', { description: 'A person in the programme.' })
export class MemberType {
  @Field(() => ID, { description: 'The id of the member, the same in every part of the graph.' })
  id!: string;
}

export function memberType(id: string): MemberType {
  return Object.assign(new MemberType(), { id });
}

@ObjectType('Standing', {
  description: 'The place of one member on one board. Only scores above zero have one.',
})
export class StandingType {
  @Field(() => Int, {
    description: 'The place. Equal scores share it, and the next place is skipped: 1, 2, 2, 4.',
  })
  rank!: number;

  @Field(() => WholeNumberScalar, {
    description: 'What was counted: points or purchases, by the metric of the board.',
  })
  score!: bigint;

  @Field(() => DateTimeScalar, { description: 'When the latest purchase that raised the score was made.' })
  reachedAt!: Date;

  @Field(() => MemberType, { description: 'Who stands here.' })
  member!: MemberType;

  @Field(() => LeaderboardType, { description: 'The board.' })
  leaderboard!: LeaderboardType;

  @Field(() => String, { description: 'The window of the board: "ALL_TIME", "2026-11" or "2026-W47".' })
  windowKey!: string;
}

export function standingType(row: RankedRow, board: Leaderboard, windowKey: string): StandingType {
  const { rank, score, reachedAt } = row;
  const member = memberType(row.memberId);
  const leaderboard = leaderboardType(board);
  return Object.assign(new StandingType(), { rank, score, reachedAt, member, leaderboard, windowKey });
}

export const StandingConnection = connectionType('Standing', () => StandingType);

@ObjectType('LeaderboardInstance', { description: 'One window of a board in which something was counted.' })
export class LeaderboardInstanceType {
  @Field(() => String, { description: 'The window: "ALL_TIME", "2026-11" or "2026-W47".' })
  windowKey!: string;

  @Field(() => WholeNumberScalar, { description: 'How many members stand in it.' })
  participantCount!: bigint;

  @Field(() => WholeNumberScalar, { description: 'Grows with every change of the window.' })
  version!: bigint;
}

export function instanceType(state: InstanceState): LeaderboardInstanceType {
  return Object.assign(new LeaderboardInstanceType(), state);
}

export const LeaderboardInstanceConnection = connectionType(
  'LeaderboardInstance',
  () => LeaderboardInstanceType,
);
