/**
 * The subscription to a board: its state now, and its newest state whenever it is another. For everybody, as
 * boards are.
 */
import 'reflect-metadata';
import { Arg, Field, ID, Int, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { LeaderboardType, leaderboardType } from '../boards/leaderboard.type.js';
import { leaderboardWithId } from '../boards/leaderboards.query.js';
import { StandingType, standingType } from '../standings/standing.type.js';
import type { BoardFrame, LeaderboardFeeds } from './leaderboard-feeds.query.js';

const FIRST_DEFAULT = 10;
const FIRST_MAX = 100;

@ObjectType({
  description: 'The state of a board: the present one first, then the newest each time it is another.',
})
class LeaderboardChanged {
  @Field(() => LeaderboardType, { description: 'The board.' })
  leaderboard!: LeaderboardType;

  @Field(() => String, {
    description: 'The window that is shown. It changes when a new month or week begins.',
  })
  windowKey!: string;

  @Field(() => WholeNumberScalar, { description: 'Grows with every change of the window.' })
  version!: bigint;

  @Field(() => WholeNumberScalar, { description: 'How many members stand on the board.' })
  participantCount!: bigint;

  @Field(() => [StandingType], { description: 'The top of the board.' })
  standings!: StandingType[];
}

@Resolver()
export class LeaderboardChangedResolver {
  constructor(
    private readonly database: DataSource,
    private readonly feeds: LeaderboardFeeds,
  ) {}

  /**
   * Opens the frames of one subscriber.
   *
   * @throws DoorError BAD_USER_INPUT for a board that does not exist or a size out of range
   */
  async open(
    { leaderboardId, first }: { readonly leaderboardId: string; readonly first: number },
    context: RequestContext,
  ): Promise<AsyncIterable<BoardFrame>> {
    if (first < 1 || first > FIRST_MAX) {
      throw new DoorError('BAD_USER_INPUT', `first must be 1 to ${FIRST_MAX}, got ${first}`);
    }
    const board = await leaderboardWithId(this.database, context, leaderboardId);
    if (board === null) throw new DoorError('BAD_USER_INPUT', 'leaderboardId does not name a leaderboard');
    return this.feeds.follow(board, first);
  }

  @Subscription(() => LeaderboardChanged, {
    topics: 'leaderboardChanged',
    description:
      'Follows a board: its state now, then the newest, at most five a second. What was overtaken is skipped.',
  })
  leaderboardChanged(
    @Arg('leaderboardId', () => ID, { description: 'The id of the board.' }) _leaderboardId: string,
    @Arg('first', () => Int, {
      defaultValue: FIRST_DEFAULT,
      description: `How many from the top, 1 to ${FIRST_MAX}.`,
    })
    _first: number,
    @Root() frame: BoardFrame,
  ): LeaderboardChanged {
    const { board, windowKey, version, participantCount, rows } = frame;
    return Object.assign(new LeaderboardChanged(), {
      leaderboard: leaderboardType(board),
      windowKey,
      version,
      participantCount,
      standings: rows.map((row) => standingType(row, board, windowKey)),
    });
  }
}
