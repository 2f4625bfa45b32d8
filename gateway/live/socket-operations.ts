/**
 * What an operation over a socket goes through: the same identity, the same gate and the same pipeline as over HTTP.
 *
 * Queries and mutations run through Apollo Server; subscriptions join their group. The stock executor of the
 * protocol library never sees either.
 */
import {
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  getVariableValues,
  validate,
} from 'graphql';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { DoorError, doorErrors } from '../../shared/platform/graph/door-errors.js';
import type { Identity } from '../identity/caller-identity.js';
import type { Identifier } from '../identity/identifier.js';
import type { AdmittedOperation, OperationGate } from '../limits/admission.js';
import type { Limits } from '../limits/limits.js';
import type { AnswerFinisher } from '../plan/finish-answer.js';
import { Deadline, type RequestScope, requestIdOf, traceparentOf } from '../upstream/request-scope.js';
import type { LiveHub } from './live-hub.js';

export interface SocketParts {
  readonly identifier: Identifier;
  readonly gate: OperationGate;
  readonly hub: LiveHub;
  readonly limits: Limits;
  readonly finisher: AnswerFinisher;
  readonly execute: (admitted: AdmittedOperation, scope: RequestScope) => Promise<unknown>;
  readonly isIntrospectionOpen: boolean;
}

export interface SocketFacts {
  readonly socket: WebSocket;
  /** The `Authorization` header of the upgrade, for clients that can send one. */
  readonly authorization: string | undefined;
  readonly left: AbortSignal;
  identity?: Identity;
}

type SocketContext = Context<Record<string, unknown> | undefined, SocketFacts>;

/** Longer waits than this do not fit a timer; nobody keeps a socket open for 24 days. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export function socketOptions(
  parts: SocketParts,
): ServerOptions<Record<string, unknown> | undefined, SocketFacts> {
  return {
    connectionInitWaitTimeout: parts.limits.socketInitMs,
    onConnect: (context) => connect(context, parts),
    onSubscribe: (context, _id, payload) => subscribeOrRefuse(context, payload, parts),
    execute: (args) => execute(args, parts),
    subscribe: (args) => parts.hub.join(...followed(args)),
  };
}

/** Fixes who is at the other end for the life of the socket, and ends the socket when that identity ends. */
async function connect({ connectionParams, extra }: SocketContext, parts: SocketParts): Promise<boolean> {
  const given = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
  const presented = typeof given === 'string' ? given : extra.authorization;
  try {
    extra.identity = await parts.identifier.identify(presented, requestIdOf(undefined));
  } catch (fault) {
    if (!(fault instanceof DoorError)) throw fault;
    extra.socket.close(doorErrors[fault.code].closeCode, reasonOf(fault));
    return false;
  }
  const { caller, expiresAt } = extra.identity;
  if (expiresAt !== null) closeAt(extra, expiresAt);
  if (caller.kind === 'partner') closeWhenRevoked(extra, presented, parts);
  return true;
}

/** A key has no end that is known before: it is asked again and again whether it came. Silence is not an end. */
function closeWhenRevoked(
  { socket, left }: SocketFacts,
  presented: string | undefined,
  { identifier, limits }: SocketParts,
): void {
  const timer = setInterval(() => {
    identifier.identify(presented, requestIdOf(undefined)).catch((fault: unknown) => {
      if (!(fault instanceof DoorError) || fault.code !== 'UNAUTHENTICATED') return;
      socket.close(doorErrors.UNAUTHENTICATED.closeCode, reasonOf(fault));
    });
  }, limits.apiKeyBelievedMs);
  left.addEventListener('abort', () => clearInterval(timer), { once: true });
  if (left.aborted) clearInterval(timer);
}

function closeAt({ socket, left }: SocketFacts, expiresAt: Date): void {
  const waitMs = Math.min(Math.max(expiresAt.getTime() - Date.now(), 0), TIMER_MAX_MS);
  const timer = setTimeout(() => {
    socket.close(doorErrors.UNAUTHENTICATED.closeCode, 'The token is expired. Sign in again.');
  }, waitMs);
  left.addEventListener('abort', () => clearTimeout(timer), { once: true });
  // It may have left while its identity was established.
  if (left.aborted) clearTimeout(timer);
}

/** A close reason is at most 123 bytes (RFC 6455, section 5.5). */
function reasonOf(error: DoorError): string {
  return Buffer.from(error.message).subarray(0, 120).toString();
}

function subscribeOrRefuse(
  context: SocketContext,
  payload: SubscribePayload,
  parts: SocketParts,
): ExecutionArgs | readonly GraphQLError[] {
  const requestId = requestIdOf(payload.extensions?.['requestId']);
  try {
    const admitted = readSubscription(admitOn(context, payload, parts), parts);
    const { schema, document, operationName } = admitted;
    return {
      schema,
      document,
      ...(operationName === undefined ? {} : { operationName }),
      contextValue: {
        admitted,
        requestId,
        facts: context.extra,
        traceparent: payload.extensions?.['traceparent'],
      },
    };
  } catch (fault) {
    const refusals = fault instanceof AggregateError ? (fault.errors as unknown[]) : [fault];
    if (!refusals.every((refusal) => refusal instanceof DoorError)) throw fault;
    return refusals.map((refusal) => parts.finisher.finishError(refusal, requestId));
  }
}

function admitOn(context: SocketContext, payload: SubscribePayload, parts: SocketParts): AdmittedOperation {
  const max = parts.limits.socketSubscriptionsMax;
  const asked = Object.keys(context.subscriptions).length;
  if (asked > max) {
    const message = `One socket carries at most ${max} operations at a time; this would be number ${asked}.`;
    throw new DoorError('TOO_COSTLY', message, { limit: 'operations per socket', max, asked });
  }
  const { query, variables, operationName } = payload;
  const name = operationName == null || operationName === '' ? {} : { operationName };
  return parts.gate.admit({ query, variables: variables ?? {}, ...name }, identityOf(context.extra).caller);
}

/**
 * Validates a subscription and fills in the defaults of its variables; Apollo Server does that for other operations.
 *
 * @throws AggregateError of DoorErrors, one for each mistake
 */
function readSubscription(admitted: AdmittedOperation, parts: SocketParts): AdmittedOperation {
  const { schema, document, operation, variables } = admitted;
  if (operation.operation !== 'subscription') return admitted;
  const maxErrors = parts.limits.validationErrorsMax - 1;
  const options = { maxErrors, hideSuggestions: !parts.isIntrospectionOpen };
  const invalid = validate(schema, document, undefined, options);
  if (invalid.length > 0) {
    throw new AggregateError(
      invalid.map(({ message }) => new DoorError('GRAPHQL_VALIDATION_FAILED', message)),
    );
  }
  const read = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    { ...variables },
    { maxErrors },
  );
  if (read.errors !== undefined) {
    throw new AggregateError(read.errors.map(({ message }) => new DoorError('BAD_USER_INPUT', message)));
  }
  return { ...admitted, variables: read.coerced };
}

interface OperationFacts {
  readonly admitted: AdmittedOperation;
  readonly requestId: string;
  readonly facts: SocketFacts;
  readonly traceparent: unknown;
}

function followed(
  args: ExecutionArgs,
): [AdmittedOperation, { caller: Identity['caller']; requestId: string }] {
  const { admitted, requestId, facts } = args.contextValue as OperationFacts;
  return [admitted, { caller: identityOf(facts).caller, requestId }];
}

async function execute(args: ExecutionArgs, parts: SocketParts): Promise<ExecutionResult> {
  const { admitted, requestId, facts, traceparent } = args.contextValue as OperationFacts;
  const deadline = new Deadline(parts.limits.deadlineMs);
  const leave = () => deadline.end();
  facts.left.addEventListener('abort', leave, { once: true });
  try {
    const { caller } = identityOf(facts);
    const scope = { caller, requestId, traceparent: traceparentOf(traceparent), signal: deadline.signal };
    return (await parts.execute(admitted, scope)) as ExecutionResult;
  } finally {
    facts.left.removeEventListener('abort', leave);
    deadline.end();
  }
}

function identityOf(facts: SocketFacts): Identity {
  if (facts.identity === undefined) throw new Error('an operation came before the socket was acknowledged');
  return facts.identity;
}
