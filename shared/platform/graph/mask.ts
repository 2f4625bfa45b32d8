/**
 * What of an error may leave a subgraph: door errors as they are, everything else as one sentence and no more.
 *
 * The cause of a fault is in the log under the request id, never in the answer: a raw message may hold SQL or a
 * person's data.
 */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isDatabaseAway } from '../database/database-away.js';
import { doorErrors, isDoorErrorCode } from './door-errors.js';

export const FAULT_MESSAGE =
  'Something broke on our side. Nothing was lost; ask again with the same idempotency key.';

const AWAY_MESSAGE =
  'This part of the graph cannot reach its database now. Ask again; repeat a write with the same idempotency key.';

/**
 * Gives the error as it may be shown: unchanged for a code of the door's table, masked for any other.
 *
 * @param thrown - what was thrown, which tells a database that is away from a fault of ours
 */
export function maskError(formatted: GraphQLFormattedError, thrown?: unknown): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  if (isDoorErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR') {
    const { stacktrace: _hidden, ...extensions } = formatted.extensions ?? {};
    return { ...formatted, extensions: { retryable: doorErrors[code].isRetryable, ...extensions } };
  }
  const cause = thrown instanceof GraphQLError ? thrown.originalError : thrown;
  const isAway = isDatabaseAway(cause);
  return {
    message: isAway ? AWAY_MESSAGE : FAULT_MESSAGE,
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    extensions: { code: isAway ? 'SUBGRAPH_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR', retryable: true },
  };
}
