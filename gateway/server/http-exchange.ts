/**
 * One GraphQL request over HTTP, step by step: its id and deadline, who asks, how large it is, whether it may run.
 *
 * Each step may turn the request away with a door error; after the last one Apollo Server runs what was admitted.
 */
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { DoorError, doorErrors } from '../../shared/platform/graph/door-errors.js';
import type { Caller } from '../../shared/platform/identity/caller.js';
import type { Identifier } from '../identity/identifier.js';
import type { OperationGate, OperationRequest } from '../limits/admission.js';
import type { Limits } from '../limits/limits.js';
import {
  currentScope,
  Deadline,
  type RequestScope,
  requestIdOf,
  traceparentOf,
} from '../upstream/request-scope.js';
import type { OperationContext } from './apollo.js';
import { doorErrorAnswer } from './present-error.js';

const LARGE_BODY_ROLES: ReadonlySet<Caller['kind']> = new Set(['partner', 'operator']);

/** Gives the request its id, at once also a header of the answer, so that even a refusal can be found in the log. */
export function nameRequest(request: Request, response: Response, next: NextFunction): void {
  const requestId = requestIdOf(request.headers['x-request-id']);
  response.locals['requestId'] = requestId;
  response.setHeader('x-request-id', requestId);
  next();
}

export function openScope(identifier: Identifier, limits: Limits): RequestHandler {
  return async (request, response, next) => {
    const deadline = new Deadline(limits.deadlineMs);
    response.once('close', () => deadline.end());
    const requestId = response.locals['requestId'] as string;
    const { caller } = await identifier.identify(request.headers.authorization, requestId);
    const traceparent = traceparentOf(request.headers['traceparent']);
    const scope: RequestScope = { caller, requestId, traceparent, signal: deadline.signal };
    response.locals['scope'] = scope;
    currentScope.run(scope, next);
  };
}

export function scopeOf(response: Response): RequestScope {
  return response.locals['scope'] as RequestScope;
}

/** Reads a JSON body no larger than its sender may send. */
export function readBody(limits: Limits): RequestHandler {
  const small = express.json({ limit: limits.bodyBytesMax, type: 'application/json' });
  const large = express.json({ limit: limits.trustedBodyBytesMax, type: 'application/json' });
  return (request, response, next) => {
    const scope = scopeOf(response);
    const read = LARGE_BODY_ROLES.has(scope.caller.kind) ? large : small;
    // Reading the body leaves the asynchronous context of the scope; it is entered again for what follows.
    read(request, response, (fault?: unknown) => currentScope.run(scope, () => next(bodyFault(fault))));
  };
}

function bodyFault(fault: unknown): unknown {
  if (fault === undefined) return undefined;
  const { type, limit } = fault as { type?: string; limit?: number };
  if (type === 'entity.too.large') {
    return new DoorError('PAYLOAD_TOO_LARGE', `The body is larger than ${limit} bytes.`, { limit });
  }
  return new DoorError('BAD_USER_INPUT', 'The body is not JSON in UTF-8.');
}

export function admitOperation(gate: OperationGate): RequestHandler {
  return (request, response, next) => {
    const scope = scopeOf(response);
    const asked = operationOf(request);
    gate.admit(asked, scope.caller);
    const context: OperationContext = { ...scope, admittedQuery: asked.query };
    response.locals['context'] = context;
    next();
  };
}

function operationOf(request: Request): OperationRequest {
  const asked: unknown = request.method === 'GET' ? Object.fromEntries(searchOf(request)) : request.body;
  if (Array.isArray(asked)) {
    throw new DoorError('BAD_USER_INPUT', 'Batches are not taken: send one operation per request.');
  }
  const { query, variables, operationName } = (asked ?? {}) as Record<string, unknown>;
  if (typeof query !== 'string' || query === '') {
    throw new DoorError('BAD_USER_INPUT', 'Send JSON (content-type application/json) with a field `query`.');
  }
  return {
    query,
    variables: variablesOf(variables),
    ...(typeof operationName === 'string' && operationName !== '' ? { operationName } : {}),
  };
}

function searchOf(request: Request): URLSearchParams {
  return new URL(request.originalUrl, 'http://gateway').searchParams;
}

function variablesOf(given: unknown): Record<string, unknown> {
  const value = typeof given === 'string' ? parsed(given) : given;
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new DoorError('BAD_USER_INPUT', '`variables` must be a JSON object.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DoorError('BAD_USER_INPUT', '`variables` must be a JSON object.');
  }
}

/** Answers a door error over HTTP: the status of the table, the body of a GraphQL answer. */
export function sendDoorError(error: DoorError, request: Request, response: Response): void {
  const kind = doorErrors[error.code];
  const requestId = String(response.locals['requestId']);
  const accepts = request.headers.accept ?? '';
  const type = accepts.includes('application/graphql-response+json') ? 'graphql-response+json' : 'json';
  if (error.code === 'UNAUTHENTICATED') response.setHeader('www-authenticate', 'Bearer realm="coalition"');
  if (kind.isRetryable) response.setHeader('retry-after', '1');
  // What is left of a refused body is read and dropped, so that the client gets to read this answer.
  request.resume();
  response
    .status(kind.httpStatus)
    .setHeader('content-type', `application/${type}; charset=utf-8`)
    .end(JSON.stringify({ errors: [doorErrorAnswer(error, requestId)] }));
}
