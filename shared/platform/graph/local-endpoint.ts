/**
 * A subgraph called in its own process: the endpoint that the one-process gateway uses directly, and that the HTTP
 * door of a subgraph's own process puts on the wire. Both ways run the same Apollo Server pipeline and the same
 * masking.
 */
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import {
  createSourceEventStream,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import type { Logger } from 'pino';
import type { Clock, RequestContext } from '../runtime/subgraph.js';
import { isDoorErrorCode } from './door-errors.js';
import { maskError } from './mask.js';
import { requestContext } from './request-context.js';
import type { SubgraphEndpoint, SubgraphRequest } from './subgraph-endpoint.js';

function faultLog(log: Logger) {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors(request: {
          contextValue: RequestContext;
          errors: readonly {
            extensions?: Record<string, unknown>;
            originalError?: unknown;
            message: string;
          }[];
        }) {
          for (const error of request.errors) {
            if (isDoorErrorCode(error.extensions?.['code'])) continue;
            const { requestId } = request.contextValue;
            log.error({ requestId, err: error.originalError ?? error }, 'a resolver failed');
          }
        },
      };
    },
  };
}

/** Opens the endpoint over an executable schema. */
export async function openLocalEndpoint(subgraph: {
  readonly schema: GraphQLSchema;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<SubgraphEndpoint> {
  const { schema, clock, log } = subgraph;
  const server = new ApolloServer<RequestContext>({
    schema,
    plugins: [
      faultLog(log),
      ApolloServerPluginInlineTraceDisabled(),
      // It wraps every resolver to compute a header that nobody reads, at half of the cost of an answer.
      ApolloServerPluginCacheControlDisabled(),
    ],
    formatError: maskError,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    introspection: true,
    csrfPrevention: false,
  });
  await server.start();
  return {
    execute: (request) => answer(server, request, clock),
    subscribe: (request) => openSubscription(schema, request, { clock, log }),
    close: () => server.stop(),
  };
}

async function answer(
  server: ApolloServer<RequestContext>,
  request: SubgraphRequest,
  clock: Clock,
): Promise<ExecutionResult> {
  const { query, variables, operationName } = request;
  const answered = await server.executeOperation(
    {
      query,
      variables: variables as Record<string, unknown>,
      ...(operationName === undefined ? {} : { operationName }),
    },
    { contextValue: requestContext({ caller: request.caller, requestId: request.requestId, clock }) },
  );
  if (answered.body.kind !== 'single') throw new Error('a subgraph never answers in increments');
  return answered.body.singleResult as ExecutionResult;
}

/**
 * Opens a subscription lazily, at the first `next`.
 *
 * Written by hand and not as an async generator: a generator's `return` waits for the event it is waiting for, and
 * on a quiet board that would keep the source open long after its last follower left. It is its own iterator,
 * because graphql-ws ends a subscription by calling `return` on what it was given.
 */
function openSubscription(
  schema: GraphQLSchema,
  request: SubgraphRequest,
  runtime: { readonly clock: Clock; readonly log: Logger },
): AsyncIterableIterator<ExecutionResult> {
  let opening: Promise<OpenedSource> | null = null;
  let isRefusalTold = false;
  return {
    async next() {
      opening ??= sourceOf(schema, request, runtime);
      const opened = await opening;
      if ('refusal' in opened) {
        if (isRefusalTold) return { done: true, value: undefined };
        isRefusalTold = true;
        return { done: false, value: opened.refusal };
      }
      const event = await opened.events.next();
      if (event.done === true) return { done: true, value: undefined };
      return { done: false, value: await opened.answerTo(event.value) };
    },
    async return() {
      const opened = await opening;
      if (opened !== null && !('refusal' in opened)) await opened.events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

type OpenedSource =
  | { readonly refusal: ExecutionResult }
  | {
      readonly events: AsyncIterator<unknown>;
      readonly answerTo: (event: unknown) => Promise<ExecutionResult>;
    };

async function sourceOf(
  schema: GraphQLSchema,
  request: SubgraphRequest,
  runtime: { readonly clock: Clock; readonly log: Logger },
): Promise<OpenedSource> {
  const document = parse(request.query);
  const mistakes = validate(schema, document);
  if (mistakes.length > 0) return { refusal: { errors: mistakes } };
  const { caller, requestId, variables, operationName } = request;
  const operation = {
    schema,
    document,
    ...(variables === undefined ? {} : { variableValues: variables }),
    ...(operationName === undefined ? {} : { operationName }),
  };
  const freshContext = () => requestContext({ caller, requestId, clock: runtime.clock });
  const source = await createSourceEventStream({ ...operation, contextValue: freshContext() });
  if (!(Symbol.asyncIterator in source)) return { refusal: masked(source, requestId, runtime.log) };
  return {
    events: source[Symbol.asyncIterator](),
    // A context for each event: a batched read must not answer the second event from the first one's memory.
    answerTo: async (rootValue) =>
      masked(
        await execute({ ...operation, rootValue, contextValue: freshContext() }),
        requestId,
        runtime.log,
      ),
  };
}

function masked(result: ExecutionResult, requestId: string, log: Logger): ExecutionResult {
  if (result.errors === undefined) return result;
  for (const error of result.errors) {
    if (isDoorErrorCode(error.extensions['code'])) continue;
    log.error({ requestId, err: error.originalError ?? error }, 'an event failed');
  }
  // Errors and not their JSON: the socket of a subgraph's own process asks each for its JSON itself.
  const errors = result.errors.map((error) => {
    const { message, path, extensions } = maskError(error.toJSON(), error);
    return new GraphQLError(message, { path, extensions });
  });
  return { ...result, errors };
}
