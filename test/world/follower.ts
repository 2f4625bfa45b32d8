/** A screen that follows something live: a real `graphql-ws` client of the gateway that remembers every frame. */
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { eventually } from './eventually.js';

export interface Follower<Frame> {
  readonly frames: readonly Frame[];
  /** Errors of the subscription itself, such as a refusal at the door. */
  readonly faults: readonly unknown[];
  /** Resolves with the first frame, of those come or to come, for which the condition holds. */
  frame(condition: (frame: Frame) => boolean): Promise<Frame>;
  leave(): Promise<void>;
}

export function follow<Frame>(
  url: string,
  operation: {
    readonly query: string;
    readonly variables?: Record<string, unknown>;
    readonly token?: string;
  },
): Follower<Frame> {
  const client: Client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 20,
    shouldRetry: () => true,
    ...(operation.token === undefined
      ? {}
      : { connectionParams: { authorization: `Bearer ${operation.token}` } }),
  });
  const frames: Frame[] = [];
  const faults: unknown[] = [];
  const { query, variables } = operation;
  client.subscribe<Frame>(variables === undefined ? { query } : { query, variables }, {
    next: ({ data, errors }) => {
      if (errors) faults.push(...errors);
      if (data) frames.push(data);
    },
    error: (fault) => faults.push(fault),
    complete: () => undefined,
  });
  return {
    frames,
    faults,
    frame: (condition) => eventually(() => frames.find(condition)),
    leave: async () => {
      await client.dispose();
    },
  };
}
