/**
 * The last look at an executed answer: what a subgraph said is masked unless it is the door's own word, what is too
 * large is not sent, and every fault is logged once with its cause.
 *
 * Errors of an executed answer never set the HTTP status: other fields of the same answer may be true, and a client
 * reads both.
 */
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import {
  DoorError,
  type DoorErrorCode,
  doorErrors,
  isDoorErrorCode,
} from '../../shared/platform/graph/door-errors.js';
import { FAULT_MESSAGE } from '../../shared/platform/graph/mask.js';
import { shownMessage } from '../limits/message-length.js';
import { responseSize } from '../limits/response-size.js';

/** Codes that are right from the door itself and never from a subgraph, where they mean that we asked it wrongly. */
const GATEWAY_ONLY: ReadonlySet<DoorErrorCode> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
]);

export interface ExecutedAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
  readonly extensions?: Record<string, unknown>;
}

export class AnswerFinisher {
  constructor(
    private readonly log: Logger,
    private readonly responseBytesMax: number,
  ) {}

  finish(answer: ExecutedAnswer, scope: { readonly requestId: string }): ExecutedAnswer {
    // Without data nothing ran: the operation itself was wrong (a variable, say), and Apollo Server words that.
    if (answer.data === undefined) return answer;
    if (responseSize(answer.data, this.responseBytesMax) > this.responseBytesMax)
      return { errors: [this.tooLarge()] };
    const errors = (answer.errors ?? []).map((error) => this.finishError(error, scope.requestId));
    const broken = answer.extensions?.['valueCompletion'] as readonly GraphQLError[] | undefined;
    if (broken !== undefined) errors.push(...this.brokenValues(broken, scope.requestId));
    return errors.length === 0 ? { data: answer.data } : { data: answer.data, errors };
  }

  /** Gives the error as it may be shown, and logs it when that hides anything. */
  finishError(error: GraphQLError, requestId: string): GraphQLError {
    const { code, http: _status, serviceName, stacktrace: _stack, ...facts } = error.extensions ?? {};
    const path = error.path === undefined ? {} : { path: error.path };
    const isOurOwn = error instanceof DoorError;
    const isShown =
      isDoorErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR' && (isOurOwn || !GATEWAY_ONLY.has(code));
    if (!isShown) {
      this.log.error(
        { requestId, subgraph: serviceName, err: error.originalError ?? error },
        'a fault was masked',
      );
      return new GraphQLError(FAULT_MESSAGE, { ...path, extensions: faultExtensions(requestId) });
    }
    if (isOurOwn)
      this.log.warn({ requestId, code, err: error.cause ?? error.message }, 'a subgraph did not answer');
    return new GraphQLError(shownMessage(error.message), {
      ...path,
      extensions: { ...facts, code, retryable: doorErrors[code].isRetryable, requestId },
    });
  }

  /** A subgraph gave null where its schema promises a value: the parent became null, and the client must hear why. */
  private brokenValues(broken: readonly GraphQLError[], requestId: string): GraphQLError[] {
    for (const error of broken) this.log.error({ requestId, path: error.path }, error.message);
    const [first] = broken;
    const path = first?.path === undefined ? {} : { path: first.path };
    return [new GraphQLError(FAULT_MESSAGE, { ...path, extensions: faultExtensions(requestId) })];
  }

  private tooLarge(): DoorError {
    const max = this.responseBytesMax;
    const message = `The answer is above the limit of ${max} bytes. Ask for smaller pages or fewer fields.`;
    return new DoorError('TOO_COSTLY', message, { limit: 'response bytes', max });
  }
}

function faultExtensions(requestId: string) {
  return { code: 'INTERNAL_SERVER_ERROR', retryable: true, requestId };
}
