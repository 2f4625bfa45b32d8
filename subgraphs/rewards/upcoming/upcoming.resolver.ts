/** The field of a wallet that tells what time will do to its points. Whoever got the wallet may read it. */
import 'reflect-metadata';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import {
  type Connection,
  PageArguments,
  pageOf,
  toConnection,
} from '../../../shared/platform/graph/connection.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import { worthMinor } from '../programme/terms.js';
import { termsOfRequest } from '../programme/terms.query.js';
import { WalletType } from '../wallets/wallet.type.js';
import { upcomingKey, upcomingOf } from './upcoming.query.js';
import { UpcomingChangeConnection, UpcomingChangeType } from './upcoming.type.js';

@Resolver(() => WalletType)
export class UpcomingResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => UpcomingChangeConnection, {
    description: 'Points that will become usable, lapse or be cancelled, soonest first.',
  })
  async upcoming(
    @Root() { memberId, unit }: WalletType,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: RequestContext,
  ): Promise<Connection<UpcomingChangeType>> {
    const asked = pageOf(page, upcomingKey);
    const found = await upcomingOf(this.database, context, {
      memberId,
      page: { ...asked, unit, partnerId: null },
    });
    const terms = await termsOfRequest(this.database, context);
    return toConnection(found, asked.first, {
      keyOf: ({ at, what }) => [at.toISOString(), what],
      nodeOf: ({ at, what, points }) => {
        const amountMinor = unit === POINTS_UNIT ? worthMinor(points, terms) : 0n;
        const worth = { amountMinor, currency: terms.currency };
        return Object.assign(new UpcomingChangeType(), { at, what, points, worth });
      },
    });
  }
}
