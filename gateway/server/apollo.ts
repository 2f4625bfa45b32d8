/**
 * Apollo Server as the pipeline of every query and mutation, whichever transport brought it.
 *
 * It executes only what the gate admitted: an operation that reached it in any other way is refused before execution.
 */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { FormattedExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import { DoorError } from '../../shared/platform/graph/door-errors.js';
import type { AdmittedOperation } from '../limits/admission.js';
import type { Limits } from '../limits/limits.js';
import { type FederatedGraph, quietLogger } from '../plan/federated-graph.js';
import { currentScope, type RequestScope } from '../upstream/request-scope.js';
import { errorPresenter } from './present-error.js';

export interface OperationContext extends RequestScope {
  /** The document that passed the gate. */
  readonly admittedQuery: string;
}

export interface ApolloOptions {
  readonly graph: FederatedGraph;
  readonly limits: Limits;
  readonly log: Logger;
  readonly isIntrospectionOpen: boolean;
}

export type GatewayServer = ApolloServer<OperationContext>;

const onlyAdmitted: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ source, contextValue, operation }) {
        if (source !== contextValue.admittedQuery) throw new Error('an operation came round the gate');
        if (operation?.operation !== 'subscription') return;
        const message =
          'Subscriptions run over a WebSocket: speak graphql-transport-ws at this same address.';
        throw new DoorError('BAD_USER_INPUT', message);
      },
    };
  },
};

export async function startApollo(options: ApolloOptions): Promise<GatewayServer> {
  const { graph, limits, log, isIntrospectionOpen } = options;
  const server = new ApolloServer<OperationContext>({
    gateway: graph,
    plugins: [onlyAdmitted, ApolloServerPluginLandingPageDisabled()],
    formatError: errorPresenter(log, isIntrospectionOpen),
    logger: quietLogger(log),
    // The gate decides who may introspect; here it is always possible.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // graphql-js adds one more error, which says that it stopped.
    validationOptions: { maxErrors: limits.validationErrorsMax - 1 },
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    stringifyResult: (result) => JSON.stringify(result),
  });
  await server.start();
  return server;
}

/** Runs one admitted query or mutation without HTTP, as sockets need it. */
export async function executeAdmitted(
  server: GatewayServer,
  admitted: AdmittedOperation,
  scope: RequestScope,
): Promise<FormattedExecutionResult> {
  const { query, variables, operationName } = admitted;
  const answer = await currentScope.run(scope, () =>
    server.executeOperation(
      { query, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) },
      { contextValue: { ...scope, admittedQuery: query } },
    ),
  );
  if (answer.body.kind !== 'single') throw new Error('the gateway never answers in increments');
  return answer.body.singleResult;
}
