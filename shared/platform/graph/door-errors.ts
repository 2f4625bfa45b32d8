/**
 * The one table of what the door may answer: GraphQL `extensions.code`, HTTP status and WebSocket close code of each.
 *
 * The door turns away for identity, shape, limits and time. What the *business* refuses is never here: that is a
 * typed member of a mutation's result union. `docs/errors.md` is generated from this table.
 */
import { GraphQLError } from 'graphql';

export interface DoorErrorKind {
  readonly httpStatus: number;
  readonly closeCode: number;
  readonly isRetryable: boolean;
  readonly meaning: string;
}

export const doorErrors = {
  UNAUTHENTICATED: {
    httpStatus: 401,
    closeCode: 4401,
    isRetryable: false,
    meaning:
      'No identity, or one that is unknown, revoked or expired. Sign in again or send a valid API key.',
  },
  FORBIDDEN: {
    httpStatus: 403,
    closeCode: 4403,
    isRetryable: false,
    meaning: 'The identity is known but this operation or this data is not for it.',
  },
  BAD_USER_INPUT: {
    httpStatus: 400,
    closeCode: 4400,
    isRetryable: false,
    meaning: 'An argument has a shape that can never be right. The message names the field and what to send.',
  },
  GRAPHQL_PARSE_FAILED: {
    httpStatus: 400,
    closeCode: 4400,
    isRetryable: false,
    meaning: 'The document is not GraphQL.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    httpStatus: 400,
    closeCode: 4400,
    isRetryable: false,
    meaning: 'The document asks for what the schema does not have.',
  },
  TOO_COSTLY: {
    httpStatus: 400,
    closeCode: 4400,
    isRetryable: false,
    meaning:
      'The operation is above a limit (depth, aliases, tokens, root fields, cost). The message names it and its figure.',
  },
  PAYLOAD_TOO_LARGE: {
    httpStatus: 413,
    closeCode: 1009,
    isRetryable: false,
    meaning: 'The request body or message is larger than allowed.',
  },
  RATE_LIMITED: {
    httpStatus: 429,
    closeCode: 4429,
    isRetryable: true,
    meaning: 'Too much in too short a time. Wait and send the same request again.',
  },
  DEADLINE_EXCEEDED: {
    httpStatus: 504,
    closeCode: 4504,
    isRetryable: true,
    meaning:
      'The answer did not come in time. A write may have happened: repeat it with the same idempotency key.',
  },
  SUBGRAPH_UNAVAILABLE: {
    httpStatus: 503,
    closeCode: 4503,
    isRetryable: true,
    meaning: 'A part of the graph does not answer now. Other parts of the same answer are true.',
  },
  INTERNAL_SERVER_ERROR: {
    httpStatus: 500,
    closeCode: 4500,
    isRetryable: true,
    meaning:
      'Something broke on our side. The request id leads to it in the logs; nothing of it is shown here.',
  },
} as const satisfies Record<string, DoorErrorKind>;

export type DoorErrorCode = keyof typeof doorErrors;

/** Turns a request away at the door with a code of the table; safe to show to the caller as it is. */
export class DoorError extends GraphQLError {
  readonly code: DoorErrorCode;

  constructor(code: DoorErrorCode, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    const kind: DoorErrorKind = doorErrors[code];
    super(message, {
      extensions: { ...facts, code, retryable: kind.isRetryable, http: { status: kind.httpStatus } },
    });
    this.code = code;
  }
}

export function isDoorErrorCode(code: unknown): code is DoorErrorCode {
  return typeof code === 'string' && Object.hasOwn(doorErrors, code);
}
