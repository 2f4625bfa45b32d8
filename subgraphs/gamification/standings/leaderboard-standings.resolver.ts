/**
 * What stands on a board. Public, as boards are: a standing names a member by id, and the name that others may
 * see is joined by the gateway from the members subgraph.
 */
import 'reflect-metadata';
import { Arg, Args, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  type Connection,
  instantKey,
  PageArguments,
  pageOf,
  toConnection,
} from '../../../shared/platform/graph/connection.js';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId, type MemberId } from '../../../shared/values/ids.js';
import { LeaderboardType } from '../boards/leaderboard.type.js';
import { isWindowKey, windowKey } from '../boards/window-key.js';
import type { BoardPage } from './rank-index.js';
import type { ScoreRow } from './ranking.js';
import {
  instanceType,
  LeaderboardInstanceConnection,
  type LeaderboardInstanceType,
  StandingConnection,
  StandingType,
  standingType,
} from './standing.type.js';
import { boardInstances, boardPage, memberPlace, rowsAround } from './standings.query.js';

const RADIUS_MAX = 50;
const CURSOR = z.tuple([z.string().regex(/^\d{1,18}$/), instantKey, z.uuid()]);
const WINDOW_CURSOR = z.tuple([z.string().regex(/^[\w-]{1,8}$/)]);
const WINDOW_KEY = 'The window to show, "2026-11" or "2026-W47"; leave out for the one that counts now.';

function rowOfCursor([score, reachedAt, memberId]: readonly [string, string, string]): ScoreRow {
  return { score: BigInt(score), reachedAt: new Date(reachedAt), memberId: memberId as MemberId };
}

/** @throws DoorError BAD_USER_INPUT for a text that is no window of this board */
function windowShown(
  { board }: LeaderboardType,
  wanted: string | null | undefined,
  context: RequestContext,
): string {
  if (wanted === null || wanted === undefined)
    return windowKey(context.clock.now(), board.window, board.timeZone);
  if (isWindowKey(wanted, board.window)) return wanted;
  throw new DoorError('BAD_USER_INPUT', `windowKey does not name a window of a board by ${board.window}`);
}

@Resolver(() => LeaderboardType)
export class LeaderboardStandingsResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => String, {
    description: 'The window that counts now: "ALL_TIME", "2026-11" or "2026-W47".',
  })
  currentWindowKey(@Root() leaderboard: LeaderboardType, @Ctx() context: RequestContext): string {
    return windowShown(leaderboard, null, context);
  }

  @FieldResolver(() => StandingConnection, {
    description:
      'The standings from the top. Equal scores are in the order in which they were reached, then of member id.',
  })
  async standings(
    @Root() leaderboard: LeaderboardType,
    @Args(() => PageArguments) page: PageArguments,
    @Arg('windowKey', () => String, { nullable: true, description: WINDOW_KEY }) wanted:
      | string
      | null
      | undefined,
    @Ctx() context: RequestContext,
  ): Promise<Connection<StandingType>> {
    const { first, after } = pageOf(page, CURSOR);
    const key = windowShown(leaderboard, wanted, context);
    const cursor = after === null ? null : rowOfCursor(after);
    const found = await this.page(leaderboard, { windowKey: key, after: cursor, size: first + 1 }, context);
    return toConnection(found.rows, first, {
      keyOf: (row) => [row.score.toString(), row.reachedAt.toISOString(), row.memberId],
      nodeOf: (row) => standingType(row, leaderboard.board, key),
    });
  }

  @FieldResolver(() => StandingType, {
    nullable: true,
    description: 'Where a member stands; null where they do not.',
  })
  async standingOf(
    @Root() leaderboard: LeaderboardType,
    @Arg('memberId', () => ID, { description: 'The id of the member.' }) memberId: string,
    @Arg('windowKey', () => String, { nullable: true, description: WINDOW_KEY }) wanted:
      | string
      | null
      | undefined,
    @Ctx() context: RequestContext,
  ): Promise<StandingType | null> {
    const key = windowShown(leaderboard, wanted, context);
    if (!isId(memberId)) return null;
    const place = {
      leaderboardId: leaderboard.board.id,
      windowKey: key,
      memberId: memberId.toLowerCase() as MemberId,
    };
    const row = await memberPlace(this.database, context, place);
    return row === null ? null : standingType(row, leaderboard.board, key);
  }

  @FieldResolver(() => [StandingType], {
    description:
      'The standings around a member, shifted at the ends of the board; empty where the member does not stand.',
  })
  async around(
    @Root() leaderboard: LeaderboardType,
    @Arg('memberId', () => ID, { description: 'The id of the member.' }) memberId: string,
    @Arg('radius', () => Int, { defaultValue: 5, description: `How many on each side, 1 to ${RADIUS_MAX}.` })
    radius: number,
    @Arg('windowKey', () => String, { nullable: true, description: WINDOW_KEY }) wanted:
      | string
      | null
      | undefined,
    @Ctx() context: RequestContext,
  ): Promise<StandingType[]> {
    if (radius < 1 || radius > RADIUS_MAX) {
      throw new DoorError('BAD_USER_INPUT', `radius must be 1 to ${RADIUS_MAX}, got ${radius}`);
    }
    const key = windowShown(leaderboard, wanted, context);
    if (!isId(memberId)) return [];
    const place = {
      leaderboardId: leaderboard.board.id,
      windowKey: key,
      memberId: memberId.toLowerCase() as MemberId,
    };
    const found = await rowsAround(this.database, place, radius);
    return found.map((row) => standingType(row, leaderboard.board, key));
  }

  @FieldResolver(() => WholeNumberScalar, { description: 'How many members stand on the board.' })
  async participantCount(
    @Root() leaderboard: LeaderboardType,
    @Arg('windowKey', () => String, { nullable: true, description: WINDOW_KEY }) wanted:
      | string
      | null
      | undefined,
    @Ctx() context: RequestContext,
  ): Promise<bigint> {
    return (await this.state(leaderboard, wanted, context)).participantCount;
  }

  @FieldResolver(() => WholeNumberScalar, {
    description: 'Grows with every change of the window; 0 before the first.',
  })
  async version(
    @Root() leaderboard: LeaderboardType,
    @Arg('windowKey', () => String, { nullable: true, description: WINDOW_KEY }) wanted:
      | string
      | null
      | undefined,
    @Ctx() context: RequestContext,
  ): Promise<bigint> {
    return (await this.state(leaderboard, wanted, context)).version;
  }

  @FieldResolver(() => LeaderboardInstanceConnection, {
    description: 'The windows in which something was counted, the latest first.',
  })
  async windows(
    @Root() leaderboard: LeaderboardType,
    @Args(() => PageArguments) page: PageArguments,
  ): Promise<Connection<LeaderboardInstanceType>> {
    const { first, after } = pageOf(page, WINDOW_CURSOR);
    const wanted = { before: after?.[0] ?? null, limit: first + 1 };
    const found = await boardInstances(this.database, leaderboard.board.id, wanted);
    return toConnection(found, first, { keyOf: (state) => [state.windowKey], nodeOf: instanceType });
  }

  private state(leaderboard: LeaderboardType, wanted: string | null | undefined, context: RequestContext) {
    const key = windowShown(leaderboard, wanted, context);
    return this.page(leaderboard, { windowKey: key, after: null, size: 0 }, context);
  }

  private page(
    { board }: LeaderboardType,
    wanted: { readonly windowKey: string; readonly after: ScoreRow | null; readonly size: number },
    context: RequestContext,
  ): Promise<BoardPage> {
    return boardPage(this.database, context, { leaderboardId: board.id, ...wanted });
  }
}
