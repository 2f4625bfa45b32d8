/** What the gamification subgraph consists of. It hears what was bought and returned, and shows who stands where. */
import type { GraphQLSchema } from 'graphql';
import type { Stoppable } from '../../shared/platform/bus/event-bus.js';
import { buildFederatedSchema } from '../../shared/platform/graph/federated-schema.js';
import { startInboxConsumer } from '../../shared/platform/inbox/consumer.js';
import type { Listener } from '../../shared/platform/inbox/listener.js';
import type { SubgraphDefinition, SubgraphDependencies } from '../../shared/platform/runtime/subgraph.js';
import { OpenLeaderboardResolver } from './administration/open-leaderboard.resolver.js';
import { RebuildLeaderboardResolver } from './administration/rebuild-leaderboard.resolver.js';
import { LeaderboardResolver } from './boards/leaderboard.resolver.js';
import { LeaderboardRow } from './boards/leaderboard.row.js';
import { leaderboardType } from './boards/leaderboard.type.js';
import { leaderboardWithId } from './boards/leaderboards.query.js';
import { LeaderboardChangedResolver } from './live/leaderboard-changed.resolver.js';
import { LeaderboardFeeds } from './live/leaderboard-feeds.query.js';
import { History1763800000001 } from './migrations/0001-history.js';
import { Leaderboards1763800000002 } from './migrations/0002-leaderboards.js';
import { purchaseListeners } from './projection/purchases.listener.js';
import { LeaderboardStandingsResolver } from './standings/leaderboard-standings.resolver.js';
import { MemberStandingsResolver } from './standings/member-standings.resolver.js';
import { memberType } from './standings/standing.type.js';

function buildSchema({ database, bus, clock, log }: SubgraphDependencies): Promise<GraphQLSchema> {
  const live = new LeaderboardChangedResolver(database, new LeaderboardFeeds({ database, bus, clock, log }));
  return buildFederatedSchema({
    resolvers: [
      new LeaderboardResolver(database),
      new LeaderboardStandingsResolver(database),
      new MemberStandingsResolver(database),
      new OpenLeaderboardResolver({ database, clock }),
      new RebuildLeaderboardResolver({ database, bus }),
      live,
    ],
    references: {
      // Whether there is such a member, members knows: here anyone may simply stand nowhere.
      Member: (reference) => memberType(reference.id),
      Leaderboard: async (reference, context) => {
        const board = await leaderboardWithId(database, context, reference.id);
        return board === null ? null : leaderboardType(board);
      },
    },
    sources: {
      leaderboardChanged: (args, context) =>
        live.open(
          { leaderboardId: args['leaderboardId'] as string, first: args['first'] as number },
          context,
        ),
    },
  });
}

function startWorkers({ database, bus, log }: SubgraphDependencies): readonly Stoppable[] {
  const listeners = purchaseListeners(bus) as readonly Listener[];
  return [
    startInboxConsumer({ database, bus, topic: 'rewards.events', group: 'gamification', listeners, log }),
  ];
}

export const gamificationSubgraph: SubgraphDefinition = {
  name: 'gamification',
  migrations: [History1763800000001, Leaderboards1763800000002],
  rows: [LeaderboardRow],
  buildSchema,
  startWorkers,
};
