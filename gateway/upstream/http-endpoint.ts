/**
 * A subgraph in a process of its own: queries over a bounded pool of kept-alive connections, subscriptions over one
 * shared WebSocket. Every request carries the caller, signed over the exact body.
 *
 * A query that met a connection just closed by the other side is sent once more; a mutation never is, since nobody
 * can tell here whether it happened: the client repeats it with its idempotency key.
 */
import type { ExecutionResult } from 'graphql';
import { errors, Pool } from 'undici';
import { DoorError } from '../../shared/platform/graph/door-errors.js';
import type { SubgraphEndpoint, SubgraphRequest } from '../../shared/platform/graph/subgraph-endpoint.js';
import { SIGNATURE_HEADER, signCaller } from '../../shared/platform/identity/gateway-signature.js';
import { SocketUpstream } from './socket-upstream.js';

export interface HttpEndpointOptions {
  /** As people call the subgraph; appears in messages. */
  readonly name: string;
  /** Where it listens, such as `http://127.0.0.1:4001`; the path is always `/graphql`. */
  readonly url: string;
  readonly secret: Buffer;
  readonly connectionsMax?: number;
  /** The longest silence tolerated; the deadline of a request ends it earlier. */
  readonly silenceMs?: number;
  readonly responseBytesMax?: number;
  /** How often the shared socket is asked whether it is alive. */
  readonly pingEveryMs?: number;
}

export function openHttpEndpoint(options: HttpEndpointOptions): SubgraphEndpoint {
  const { origin } = new URL(options.url);
  const silenceMs = options.silenceMs ?? 5_000;
  const pool = new Pool(origin, {
    connections: options.connectionsMax ?? 32,
    connectTimeout: 1_000,
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    maxResponseSize: options.responseBytesMax ?? 4 * 1024 * 1024,
  });
  const socket = new SocketUpstream(`${origin.replace(/^http/, 'ws')}/graphql`, options);
  return {
    execute: (request) => new Exchange(pool, options, request).run(),
    subscribe: (request) => socket.subscribe(request),
    async close() {
      await Promise.all([socket.close(), pool.destroy()]);
    },
  };
}

class Exchange {
  private readonly body: string;

  constructor(
    private readonly pool: Pool,
    private readonly options: HttpEndpointOptions,
    private readonly request: SubgraphRequest,
  ) {
    const { query, variables, operationName } = request;
    this.body = JSON.stringify({ query, variables, operationName });
  }

  async run(): Promise<ExecutionResult> {
    try {
      return await this.send();
    } catch (fault) {
      if (!this.isWorthRepeating(fault)) throw this.asDoorError(fault);
      return await this.send().catch((again: unknown) => {
        throw this.asDoorError(again);
      });
    }
  }

  private async send(): Promise<ExecutionResult> {
    const { request, body } = this;
    const answer = await this.pool.request({
      method: 'POST',
      path: '/graphql',
      headers: this.headers(),
      body,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    if (answer.statusCode !== 200) {
      // Whatever its door found wrong is between it and us (a secret, a clock): the client did nothing wrong.
      await answer.body.dump();
      throw new Error(`status ${answer.statusCode} from the door of ${this.options.name}`);
    }
    const parsed: unknown = await answer.body.json();
    const isResult =
      typeof parsed === 'object' && parsed !== null && ('data' in parsed || 'errors' in parsed);
    if (!isResult) throw new Error('an answer that is not one of GraphQL');
    return parsed as ExecutionResult;
  }

  private headers(): Record<string, string> {
    const { caller, requestId, traceparent } = this.request;
    return {
      'content-type': 'application/json',
      'x-request-id': requestId,
      // Made anew for each attempt: a signature is good once.
      [SIGNATURE_HEADER]: signCaller(this.options.secret, {
        to: this.options.name,
        caller,
        requestId,
        body: this.body,
        now: new Date(),
      }),
      ...(traceparent === undefined ? {} : { traceparent }),
    };
  }

  private isWorthRepeating(fault: unknown): boolean {
    const code = (fault as { code?: unknown } | null)?.code;
    const isStaleConnection = code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
    return isStaleConnection && !this.request.query.trimStart().startsWith('mutation');
  }

  private asDoorError(fault: unknown): DoorError {
    const { name } = this.options;
    const facts = { subgraph: name };
    if (fault instanceof errors.ResponseExceededMaxSizeError) {
      return new DoorError('TOO_COSTLY', `The answer of ${name} is too large. Ask for smaller pages.`, facts);
    }
    const isLate =
      this.request.signal?.aborted === true ||
      fault instanceof errors.HeadersTimeoutError ||
      fault instanceof errors.BodyTimeoutError;
    const error = isLate
      ? new DoorError('DEADLINE_EXCEEDED', `The ${name} part of the graph did not answer in time.`, facts)
      : new DoorError('SUBGRAPH_UNAVAILABLE', `The ${name} part of the graph does not answer now.`, facts);
    // For the log alone.
    error.cause = fault;
    return error;
  }
}
