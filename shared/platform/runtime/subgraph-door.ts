/**
 * The door of a subgraph that runs in its own process: HTTP for queries and mutations, a WebSocket for subscriptions.
 *
 * Only the gateway comes through. Every request carries its signature over the exact body; whatever has none, an
 * old one or a used one is turned away before it is read, introspection and entity lookups included.
 */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { type ExecutionArgs, GraphQLError, GraphQLSchema, parse } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { FAULT_MESSAGE } from '../graph/mask.js';
import type { SubgraphEndpoint, SubgraphRequest } from '../graph/subgraph-endpoint.js';
import { SIGNATURE_HEADER, type SignatureVerifier } from '../identity/gateway-signature.js';
import type { Clock } from './subgraph.js';

export interface DoorOptions {
  readonly endpoint: SubgraphEndpoint;
  readonly verifier: SignatureVerifier;
  readonly clock: Clock;
  readonly host: string;
  readonly port: number;
  ready(): Promise<void>;
}

export interface OpenDoor {
  readonly port: number;
  stop(): Promise<void>;
}

const BODY_MAX = '2mb';
const MESSAGE_MAX_BYTES = 256 * 1024;
const GOING_AWAY = 1001;

const NOT_FROM_GATEWAY = {
  message: 'This address answers the gateway alone; send your request there.',
  extensions: { code: 'UNAUTHENTICATED', retryable: false },
};

export async function openDoor(options: DoorOptions): Promise<OpenDoor> {
  const server = createServer(httpDoor(options));
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: MESSAGE_MAX_BYTES });
  const subscriptions = useServer(subscriptionDoor(options), sockets);
  const port = await listen(server, options);
  return {
    port,
    async stop() {
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'going away');
      await subscriptions.dispose();
      server.closeIdleConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

interface GraphBody {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

function httpDoor({ endpoint, verifier, clock, ready }: DoorOptions): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  app.get('/health/ready', async (_request, response) => {
    const fault = await ready().then(
      () => null,
      () => 'database',
    );
    response
      .status(fault === null ? 200 : 503)
      .json(fault === null ? { status: 'ready' } : { status: 'waiting', for: fault });
  });
  app.post(
    '/graphql',
    express.text({ type: 'application/json', limit: BODY_MAX }),
    async (request, response) => {
      const body = typeof request.body === 'string' ? request.body : '';
      const signed = verifier.verify(request.get(SIGNATURE_HEADER), body, clock.now());
      if (signed === null) {
        response.status(401).json({ errors: [NOT_FROM_GATEWAY] });
        return;
      }
      const { query, variables, operationName } = JSON.parse(body) as GraphBody;
      const { caller, requestId } = signed;
      response.json(await endpoint.execute({ query, variables, operationName, caller, requestId }));
    },
  );
  app.use(refuse);
  return app;
}

/** A body that cannot be read, or a fault of ours: Express alone would print it with its stack. */
const refuse: ErrorRequestHandler = (
  fault: { readonly status?: unknown } | null,
  _request,
  response,
  _next,
) => {
  const { status } = fault ?? {};
  const isOfTheSender = typeof status === 'number' && status >= 400 && status < 500;
  const extensions = { code: isOfTheSender ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR' };
  const message = isOfTheSender ? 'This is not a request that can be read.' : FAULT_MESSAGE;
  response.status(isOfTheSender ? status : 500).json({ errors: [{ message, extensions }] });
};

/** What was signed for a subscription: the three fields in this order and no others. */
export function subscriptionBody({ query, variables, operationName }: GraphBody): string {
  return JSON.stringify({ query, variables, operationName });
}

function subscriptionDoor({ endpoint, verifier, clock }: DoorOptions): ServerOptions {
  const requestOf = (args: ExecutionArgs): SubgraphRequest => args.contextValue as SubgraphRequest;
  return {
    onSubscribe(_context, _id, payload) {
      const { query, variables, operationName } = payload;
      const operation = {
        query,
        ...(variables ? { variables } : {}),
        ...(operationName ? { operationName } : {}),
      };
      const signature = payload.extensions?.['signature'];
      const header = typeof signature === 'string' ? signature : undefined;
      const signed = verifier.verify(header, subscriptionBody(operation), clock.now());
      if (signed === null)
        return [new GraphQLError(NOT_FROM_GATEWAY.message, { extensions: NOT_FROM_GATEWAY.extensions })];
      const { caller, requestId } = signed;
      const contextValue: SubgraphRequest = { ...operation, caller, requestId };
      // The endpoint holds the real schema and validates; graphql-ws wants one in the arguments and does not look
      // at it.
      return { schema: new GraphQLSchema({}), document: parse(query), operationName, contextValue };
    },
    execute: (args) => endpoint.execute(requestOf(args)),
    subscribe: (args) => endpoint.subscribe(requestOf(args)),
  };
}

function listen(server: Server, { host, port }: DoorOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    // Without this an address in use is swallowed by the WebSocket server and the start hangs.
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
