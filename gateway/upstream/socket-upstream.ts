/**
 * One WebSocket to a subgraph, shared by all subscriptions to it, open while there is at least one.
 *
 * It does not reconnect by itself: a lost connection is thrown to whoever reads, because only the reader knows
 * whether anyone still wants the answer, and a fresh subscription brings the fresh state.
 */
import type { ExecutionResult } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { SubgraphRequest } from '../../shared/platform/graph/subgraph-endpoint.js';
import { signCaller } from '../../shared/platform/identity/gateway-signature.js';
import { LatestSlot } from '../live/latest-slot.js';

const PING_EVERY_MS = 10_000;

export interface SocketUpstreamOptions {
  /** The subgraph's name, and the secret to sign with. */
  readonly name: string;
  readonly secret: Buffer;
  readonly pingEveryMs?: number;
}

export class SocketUpstream {
  private readonly client: Client;

  constructor(
    url: string,
    private readonly signing: SocketUpstreamOptions,
  ) {
    this.client = connect(url, signing.pingEveryMs ?? PING_EVERY_MS);
  }

  subscribe(request: SubgraphRequest): AsyncIterable<ExecutionResult> {
    const slot = new LatestSlot<ExecutionResult>();
    const leave = this.client.subscribe<Record<string, unknown>>(this.signed(request), {
      next: (result) => slot.put(result as ExecutionResult),
      error: (fault) => {
        // What the subgraph refuses comes as an answer; this is its door that did not believe us, or a lost connection.
        slot.fail(
          Array.isArray(fault) ? new Error(`refused at the door: ${fault[0]?.message}`) : asError(fault),
        );
      },
      complete: () => slot.end(),
    });
    const end = () => slot.end();
    request.signal?.addEventListener('abort', end, { once: true });
    slot.onEnd(() => {
      // The signal outlives a lost connection and each attempt to mend it: what is left on it would pile up.
      request.signal?.removeEventListener('abort', end);
      leave();
    });
    return slot;
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }

  private signed({ query, variables, operationName, caller, requestId }: SubgraphRequest) {
    const body = JSON.stringify({ query, variables, operationName });
    const signature = signCaller(this.signing.secret, {
      to: this.signing.name,
      caller,
      requestId,
      body,
      now: new Date(),
    });
    return {
      query,
      ...(variables === undefined ? {} : { variables }),
      ...(operationName === undefined ? {} : { operationName }),
      extensions: { signature },
    };
  }
}

/** A line can die without a word: a ping that has no pong when the next one is due ends it. */
function connect(url: string, pingEveryMs: number): Client {
  let silence: NodeJS.Timeout | undefined;
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    // Between the last leave and the next join the socket stays for a moment, so that a page reload does not reopen it.
    lazyCloseTimeout: 1_000,
    keepAlive: pingEveryMs,
    onNonLazyError: () => undefined,
    on: {
      ping: (isReceived) => {
        if (!isReceived) silence = setTimeout(() => client.terminate(), pingEveryMs);
      },
      pong: () => clearTimeout(silence),
      closed: () => clearTimeout(silence),
    },
  });
  return client;
}

function asError(fault: unknown): Error {
  if (fault instanceof Error) return fault;
  const { code, reason } = fault as { code?: unknown; reason?: unknown };
  return new Error(`the connection to the subgraph was lost (${String(code)} ${String(reason)})`);
}
