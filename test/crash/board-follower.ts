/**
 * A board screen as any frontend could be: follows a leaderboard over graphql-ws, and comes back when it is cut
 * off.
 */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { eventually } from '../world/eventually.js';

interface Frame {
  readonly version: string;
  readonly standings: readonly { readonly score: string; readonly member: { readonly id: string } }[];
}

export interface BoardFollower {
  /** How often it had to connect. */
  readonly connections: number;
  /** Resolves when the newest frame shows at least this version. */
  shows(version: bigint, withinMs?: number): Promise<void>;
  /** The version of the newest frame; -1 before the first. */
  readonly version: bigint;
  stop(): Promise<void>;
}

const QUERY = `subscription ($id: ID!) { leaderboardChanged(leaderboardId: $id, first: 5) {
  version standings { score member { id publicName { text } } } } }`;

export function followBoard(url: string, leaderboardId: string): BoardFollower {
  let connections = 0;
  let newest: Frame | undefined;
  let fault: unknown;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 200)),
    shouldRetry: () => true,
    on: {
      connected: () => {
        connections += 1;
      },
    },
  });
  client.subscribe<{ leaderboardChanged: Frame }>(
    { query: QUERY, variables: { id: leaderboardId } },
    {
      next: ({ data }) => {
        newest = data?.leaderboardChanged ?? newest;
      },
      error: (ended) => {
        fault = ended;
      },
      complete: () => {
        fault ??= new Error('the subscription ended by itself');
      },
    },
  );
  const version = (): bigint => BigInt(newest?.version ?? -1);
  return {
    get connections() {
      return connections;
    },
    get version() {
      return version();
    },
    async shows(wanted, withinMs = 30_000) {
      const isShown = await eventually(() => fault !== undefined || version() >= wanted, withinMs);
      if (fault !== undefined) throw new Error('the follower was ended', { cause: fault });
      return void isShown;
    },
    stop: async () => void (await client.dispose()),
  };
}
