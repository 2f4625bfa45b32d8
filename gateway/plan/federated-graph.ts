/**
 * The gateway of Apollo over our endpoints, with its answers finished (masked, bounded) before anyone sees them.
 *
 * Everything a client executes runs through this executor: over HTTP, over a socket, and the first answer of neither
 * is special.
 */
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from 'pino';
import type { RequestScope } from '../upstream/request-scope.js';
import type { AnswerFinisher, ExecutedAnswer } from './finish-answer.js';

// Anonymous telemetry of the library: a loyalty platform tells nobody what it does.
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

export interface FederatedGraphOptions {
  readonly supergraphSdl: string;
  readonly sourceOf: (subgraph: string) => GraphQLDataSource;
  readonly finisher: AnswerFinisher;
  readonly log: Logger;
}

export class FederatedGraph extends ApolloGateway {
  constructor(options: FederatedGraphOptions) {
    super({
      supergraphSdl: options.supergraphSdl,
      buildService: ({ name }) => options.sourceOf(name),
      // By default a header would make the gateway print its query plans to anyone.
      __exposeQueryPlanExperimental: false,
      logger: quietLogger(options.log),
    });
    const execute = this.executor;
    this.executor = async (request) => {
      const answer = (await execute(request)) as ExecutedAnswer;
      return options.finisher.finish(answer, request.context as RequestScope);
    };
  }
}

/** The library's information is our debugging. */
export function quietLogger(log: Logger) {
  return {
    debug: (message?: unknown) => log.trace(String(message)),
    info: (message?: unknown) => log.debug(String(message)),
    warn: (message?: unknown) => log.warn(String(message)),
    error: (message?: unknown) => log.error(String(message)),
  };
}
