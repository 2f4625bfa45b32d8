/**
 * How the gateway reaches a subgraph, whichever way it runs: called in the process, or over HTTP and a WebSocket.
 *
 * The caller travels beside the operation. In the process it is passed as it is; over the wire it is signed
 * (`identity/gateway-signature.ts`), and a subgraph refuses whatever does not carry a fresh signature.
 */
import type { ExecutionResult } from 'graphql';
import type { Caller } from '../identity/caller.js';

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  readonly caller: Caller;
  readonly requestId: string;
  /** W3C trace context of the client's request, passed on as it came. */
  readonly traceparent?: string | undefined;
  /** Aborted when the client left or its deadline passed; work for it should end. */
  readonly signal?: AbortSignal | undefined;
}

export interface SubgraphEndpoint {
  /** Answers one query or mutation. Rejects with a DoorError when the subgraph cannot be reached in time. */
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /**
   * Opens one subscription; ends when the consumer returns, or the subgraph completes it. Throws when the connection
   * is lost.
   */
  subscribe(request: SubgraphRequest): AsyncIterable<ExecutionResult>;
  close(): Promise<void>;
}
