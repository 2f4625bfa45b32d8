/** `Member.standings`: where a member stands on every board now. Boards are public, so this is too. */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId, type MemberId } from '../../../shared/values/ids.js';
import { MemberType, StandingType, standingType } from './standing.type.js';
import { currentPlaces } from './standings.query.js';

@Resolver(() => MemberType)
export class MemberStandingsResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [StandingType], {
    description:
      'Where the member stands now, on each board where they stand at all, the earliest opened board first.',
  })
  async standings(@Root() member: MemberType, @Ctx() context: RequestContext): Promise<StandingType[]> {
    if (!isId(member.id)) return [];
    const places = await currentPlaces(this.database, context, member.id.toLowerCase() as MemberId);
    return places.map(({ board, windowKey, row }) => standingType(row, board, windowKey));
  }
}
