/**
 * A subgraph as the query planner's executor sees it: one endpoint, one patience.
 *
 * However the subgraph runs, and whether or not it heeds the signal, it is left after `timeoutMs` with a typed error,
 * and the rest of the answer goes to the client as it is.
 */
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { Logger } from 'pino';
import { DoorError } from '../../shared/platform/graph/door-errors.js';
import type { SubgraphEndpoint } from '../../shared/platform/graph/subgraph-endpoint.js';
import type { RequestScope } from './request-scope.js';

type Answer = Awaited<ReturnType<GraphQLDataSource['process']>>;

export class SubgraphDataSource implements GraphQLDataSource {
  constructor(
    private readonly name: string,
    private readonly endpoint: SubgraphEndpoint,
    private readonly timeoutMs: number,
    private readonly log: Logger,
  ) {}

  async process({ request, context }: GraphQLDataSourceProcessOptions): Promise<Answer> {
    const scope = context as RequestScope;
    // The operation's name at most: a document may hold a person's data as a literal.
    const { requestId } = scope;
    this.log.trace({ requestId, subgraph: this.name, caller: scope.caller.kind }, 'a subgraph is asked');
    // Nobody waits any more: a step of the plan that has not begun is not begun.
    if (scope.signal.aborted) throw this.late();
    const patience = new Patience(scope.signal, this.timeoutMs);
    const answer = this.endpoint.execute({
      query: request.query ?? '',
      variables: request.variables,
      operationName: request.operationName,
      caller: scope.caller,
      requestId: scope.requestId,
      traceparent: scope.traceparent,
      signal: patience.signal,
    });
    // Left behind when patience ends first; its failure is then nobody's.
    answer.catch(() => undefined);
    try {
      return (await Promise.race([answer, patience.end(() => this.late())])) as Answer;
    } catch (fault) {
      throw fault instanceof DoorError ? fault : this.unavailable(fault);
    } finally {
      patience.stop();
    }
  }

  private late(): DoorError {
    const message = `The ${this.name} part of the graph did not answer in time.`;
    return new DoorError('DEADLINE_EXCEEDED', message, { subgraph: this.name });
  }

  private unavailable(cause: unknown): DoorError {
    const message = `The ${this.name} part of the graph does not answer now.`;
    const error = new DoorError('SUBGRAPH_UNAVAILABLE', message, { subgraph: this.name });
    error.cause = cause;
    return error;
  }
}

/** A timer that also ends with the request; stopped by hand, so that fast answers leave no timers behind. */
class Patience {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly expire = () => this.controller.abort();

  constructor(
    private readonly request: AbortSignal,
    timeoutMs: number,
  ) {
    this.timer = setTimeout(this.expire, timeoutMs);
    request.addEventListener('abort', this.expire, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(fault: () => Error): Promise<never> {
    return new Promise((_, reject) => {
      const give = () => reject(fault());
      if (this.signal.aborted) give();
      else this.signal.addEventListener('abort', give, { once: true });
    });
  }

  stop(): void {
    clearTimeout(this.timer);
    this.request.removeEventListener('abort', this.expire);
  }
}
