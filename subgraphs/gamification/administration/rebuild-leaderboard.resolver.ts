/** The door of counting a board again. */
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
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { LeaderboardType, leaderboardType } from '../boards/leaderboard.type.js';
import { Problem } from '../problem.js';
import { KeyReusedType, keyReused } from '../refusals.type.js';
import { type RebuildLeaderboardRefusal, rebuildLeaderboard } from './rebuild-leaderboard.command.js';

@InputType({ description: 'The board to count again.' })
class RebuildLeaderboardInput extends ActInput {
  @Field(() => ID, { description: 'The id of the board.' })
  leaderboardId!: string;
}

@ObjectType({ description: 'The board was counted again from everything that was ever heard.' })
class LeaderboardRebuilt extends ActDone {
  @Field(() => LeaderboardType, { description: 'The board.' })
  leaderboard!: LeaderboardType;

  @Field(() => String, {
    description: 'Equal for equal boards: a digest of all scores, instants and counts.',
  })
  fingerprint!: string;

  @Field(() => Boolean, { description: 'Whether the board said something else before. It never should.' })
  wasWrong!: boolean;
}

@ObjectType('LeaderboardNotFound', { implements: Problem, description: 'There is no such board.' })
class LeaderboardNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  leaderboardId!: string;
}

const RebuildLeaderboardResult = createUnionType({
  name: 'RebuildLeaderboardResult',
  description: 'The board, or why it was not counted again.',
  types: () => [LeaderboardRebuilt, LeaderboardNotFoundType, KeyReusedType] as const,
});

function rebuildProblem(refusal: RebuildLeaderboardRefusal): typeof RebuildLeaderboardResult {
  switch (refusal.kind) {
    case 'LeaderboardNotFound':
      return problem(LeaderboardNotFoundType, { ...refusal, message: 'There is no board with this id.' });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class RebuildLeaderboardResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly bus: EventBus }) {}

  @Mutation(() => RebuildLeaderboardResult, {
    description: 'Counts a board again from the history; followers see the new state. For operators.',
  })
  async rebuildLeaderboard(
    @Arg('input', () => RebuildLeaderboardInput, { description: 'Which board.' })
    input: RebuildLeaderboardInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RebuildLeaderboardResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, leaderboardId } = input;
    const result = await rebuildLeaderboard(this.dependencies, { caller, key, leaderboardId });
    if (!result.ok) return rebuildProblem(result.refusal);
    const { leaderboard, ...facts } = result.value;
    return Object.assign(new LeaderboardRebuilt(), { leaderboard: leaderboardType(leaderboard), ...facts });
  }
}
