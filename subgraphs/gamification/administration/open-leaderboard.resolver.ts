/** The door of opening a board. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { LeaderboardMetric } from '../boards/leaderboard.js';
import {
  LeaderboardMetricEnum,
  LeaderboardType,
  LeaderboardWindowEnum,
  leaderboardType,
} from '../boards/leaderboard.type.js';
import type { LeaderboardWindow } from '../boards/window-key.js';
import { KeyReusedType, keyReused } from '../refusals.type.js';
import { type OpenLeaderboardRefusal, openLeaderboard } from './open-leaderboard.command.js';
import {
  LeaderboardCodeNotValidType,
  LeaderboardCodeTakenType,
  LeaderboardNameNotValidType,
  leaderboardCodeNotValid,
  leaderboardCodeTaken,
  leaderboardNameNotValid,
  TimeZoneUnknownType,
  timeZoneUnknown,
} from './opening-refusals.type.js';

@InputType({ description: 'A new leaderboard. What it counts cannot be changed once it is open.' })
class OpenLeaderboardInput extends ActInput {
  @Field(() => String, {
    description: 'A short name for addresses: lower-case letters, digits and inner hyphens.',
  })
  code!: string;

  @Field(() => String, { description: 'A name for people.' })
  name!: string;

  @Field(() => LeaderboardMetricEnum, { description: 'What the board counts.' })
  metric!: LeaderboardMetric;

  @Field(() => LeaderboardWindowEnum, { description: 'How long it counts before it begins anew.' })
  window!: LeaderboardWindow;

  @Field(() => String, { description: 'The IANA time zone of its calendar, for example "Europe/Berlin".' })
  timeZone!: string;
}

@ObjectType({ description: 'The board is open, and everything that happened before is counted already.' })
class LeaderboardOpened extends ActDone {
  @Field(() => LeaderboardType, { description: 'The new board.' })
  leaderboard!: LeaderboardType;
}

const OpenLeaderboardResult = createUnionType({
  name: 'OpenLeaderboardResult',
  description: 'The new board, or why there is none.',
  types: () =>
    [
      LeaderboardOpened,
      LeaderboardCodeNotValidType,
      LeaderboardNameNotValidType,
      TimeZoneUnknownType,
      LeaderboardCodeTakenType,
      KeyReusedType,
    ] as const,
});

function openingProblem(refusal: OpenLeaderboardRefusal): typeof OpenLeaderboardResult {
  switch (refusal.kind) {
    case 'LeaderboardCodeNotValid':
      return leaderboardCodeNotValid(refusal);
    case 'LeaderboardNameNotValid':
      return leaderboardNameNotValid(refusal);
    case 'TimeZoneUnknown':
      return timeZoneUnknown(refusal);
    case 'LeaderboardCodeTaken':
      return leaderboardCodeTaken(refusal);
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class OpenLeaderboardResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => OpenLeaderboardResult, {
    description: 'Opens a leaderboard for the coalition. For operators.',
  })
  async openLeaderboard(
    @Arg('input', () => OpenLeaderboardInput, { description: 'The new board.' }) input: OpenLeaderboardInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof OpenLeaderboardResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, code, name, metric, window, timeZone } = input;
    const proposal = { code, name, metric, window, timeZone };
    const result = await openLeaderboard(this.dependencies, { caller, key, proposal });
    if (!result.ok) return openingProblem(result.refusal);
    const { leaderboard, replayed } = result.value;
    return Object.assign(new LeaderboardOpened(), { leaderboard: leaderboardType(leaderboard), replayed });
  }
}
