/**
 * The page's one live connection to the graph: follows boards over graphql-ws and says whether the line is
 * up.
 *
 * A subscription that ends for any reason but ours is begun again, for as long as somebody follows; waits
 * grow and are scattered, so that a thousand screens do not come back in the same instant.
 */
import { createClient } from 'graphql-ws';

export type Connection = 'connecting' | 'live' | 'reconnecting';

export interface Follower<Data> {
  readonly next: (data: Data) => void;
  readonly refused: (message: string) => void;
}

export interface LiveGraph {
  readonly connection: () => Connection;
  /** Calls back at each change of the connection; gives the way to stop that. */
  readonly watch: (changed: () => void) => () => void;
  readonly follow: <Data>(query: string, variables: object, follower: Follower<Data>) => () => void;
}

const RETRY_MS_MAX = 8_000;
const AGAIN_MS = 2_000;
const PING_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

function waitMs(retries: number): number {
  return Math.min(RETRY_MS_MAX, 400 * 2 ** retries) * (0.5 + Math.random() / 2);
}

export function createLiveGraph(url: string): LiveGraph {
  let connection: Connection = 'connecting';
  const watchers = new Set<() => void>();
  const become = (next: Connection): void => {
    if (connection === next) return;
    connection = next;
    for (const changed of watchers) changed();
  };
  const client = connect(url, become);
  return {
    connection: () => connection,
    watch: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    follow: (query, variables, follower) =>
      followFor(
        ({ next, over }) => {
          return client.subscribe<Record<string, unknown>>(
            { query, variables: { ...variables } },
            {
              next: ({ data, errors }) => next(data, errors?.[0]?.message),
              error: over,
              complete: over,
            },
          );
        },
        follower as Follower<unknown>,
      ),
  };
}

/**
 * A line can die without a word, for example when a phone changes networks: a ping without its pong ends it.
 */
function connect(url: string, become: (connection: Connection) => void) {
  let silence: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    keepAlive: PING_MS,
    lazyCloseTimeout: 5_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, waitMs(retries))),
    on: {
      connected: () => become('live'),
      closed: (event) => {
        clearTimeout(silence);
        // 1000 is our own goodbye, when nobody follows anything any more.
        if (!(event instanceof CloseEvent) || event.code !== 1000) become('reconnecting');
      },
      ping: (received) => {
        if (!received) silence = setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      pong: () => clearTimeout(silence),
    },
  });
  return client;
}

interface Attempt {
  readonly next: (data: unknown, refusal: string | undefined) => void;
  readonly over: () => void;
}

function followFor(begin: (attempt: Attempt) => () => void, follower: Follower<unknown>): () => void {
  let isStopped = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  let stop: () => void = () => undefined;
  const attempt: Attempt = {
    next: (data, refusal) => {
      if (isStopped) return;
      if (data !== null && data !== undefined) follower.next(data);
      else follower.refused(refusal ?? 'The board gave no answer.');
    },
    over: () => {
      if (isStopped) return;
      again = setTimeout(() => {
        stop = begin(attempt);
      }, AGAIN_MS);
    },
  };
  stop = begin(attempt);
  return () => {
    isStopped = true;
    clearTimeout(again);
    stop();
  };
}
