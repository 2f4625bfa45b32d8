/** Finding boards. They are public: anyone may see which there are. */
import 'reflect-metadata';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { LeaderboardType, leaderboardType } from './leaderboard.type.js';
import { allLeaderboards, leaderboardWithCode, leaderboardWithId } from './leaderboards.query.js';

@Resolver(() => LeaderboardType)
export class LeaderboardResolver {
  constructor(private readonly database: DataSource) {}

  @Query(() => [LeaderboardType], {
    description: 'Every leaderboard, the earliest opened first. For everybody.',
  })
  async leaderboards(): Promise<LeaderboardType[]> {
    return (await allLeaderboards(this.database.manager)).map(leaderboardType);
  }

  @Query(() => LeaderboardType, {
    nullable: true,
    description: 'One leaderboard, by its id or by its code. Exactly one of the two. For everybody.',
  })
  async leaderboard(
    @Arg('id', () => ID, { nullable: true, description: 'The id of the board.' }) id:
      | string
      | null
      | undefined,
    @Arg('code', () => String, { nullable: true, description: 'The code of the board.' })
    code: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<LeaderboardType | null> {
    const board = await this.find(id ?? null, code ?? null, context);
    return board === null ? null : leaderboardType(board);
  }

  private find(id: string | null, code: string | null, context: RequestContext) {
    if (id !== null && code === null) return leaderboardWithId(this.database, context, id);
    if (code !== null && id === null) return leaderboardWithCode(this.database, code);
    throw new DoorError('BAD_USER_INPUT', 'Send exactly one of id and code.');
  }
}
