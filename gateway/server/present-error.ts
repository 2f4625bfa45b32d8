/**
 * Every error as a client reads it: a code of the door's table, a message that says what to change, and the request id.
 *
 * Apollo Server has a few codes of its own; they are worded in ours. What is in no table is a fault: masked here
 * and logged.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { type DoorError, doorErrors, isDoorErrorCode } from '../../shared/platform/graph/door-errors.js';
import { FAULT_MESSAGE } from '../../shared/platform/graph/mask.js';
import { shownMessage } from '../limits/message-length.js';
import { currentScope } from '../upstream/request-scope.js';

const APOLLO_CODES: Readonly<Record<string, 'BAD_USER_INPUT'>> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

/** graphql-js helps with names that are close; to a stranger on a closed graph that would be a list of the graph. */
const SUGGESTION = / ?Did you mean .*$/s;

type Presenter = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

export function errorPresenter(log: Logger, isIntrospectionOpen: boolean): Presenter {
  return (formatted, error) => {
    const scope = currentScope.getStore();
    const requestId = scope?.requestId;
    const { code: given, stacktrace: _stack, ...facts } = formatted.extensions ?? {};
    const code = APOLLO_CODES[String(given)] ?? given;
    if (!isDoorErrorCode(code) || code === 'INTERNAL_SERVER_ERROR') {
      if (formatted.message !== FAULT_MESSAGE)
        log.error({ requestId, err: causeOf(error) }, 'a fault was masked');
      const extensions = { code: 'INTERNAL_SERVER_ERROR', retryable: true, requestId };
      return { ...placeOf(formatted), message: FAULT_MESSAGE, extensions };
    }
    const isStranger = scope === undefined || scope.caller.kind === 'anonymous';
    const hidesSchema = isStranger && !isIntrospectionOpen;
    const message = shownMessage(hidesSchema ? formatted.message.replace(SUGGESTION, '') : formatted.message);
    const extensions = { ...facts, code, retryable: doorErrors[code].isRetryable, requestId };
    return { ...placeOf(formatted), message, extensions };
  };
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

function placeOf({
  locations,
  path,
}: GraphQLFormattedError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) };
}

/** A door error as it stands in an answer that Apollo Server has no part in. */
export function doorErrorAnswer(error: DoorError, requestId: string): GraphQLFormattedError {
  const { http: _status, ...extensions } = error.extensions;
  return { message: shownMessage(error.message), extensions: { ...extensions, requestId } };
}
