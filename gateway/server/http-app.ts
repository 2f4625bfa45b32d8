/**
 * The HTTP side of the door: `/graphql`, health, the development issuer and the pages of the web room.
 */
import { expressMiddleware } from '@as-integrations/express5';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { DoorError } from '../../shared/platform/graph/door-errors.js';
import type { Readiness } from '../health/readiness.js';
import type { DevIssuer } from '../identity/dev-issuer.js';
import type { Identifier } from '../identity/identifier.js';
import type { OperationGate } from '../limits/admission.js';
import type { Limits } from '../limits/limits.js';
import type { GatewayServer, OperationContext } from './apollo.js';
import { devIssuerRoutes } from './dev-issuer-routes.js';
import { admitOperation, nameRequest, openScope, readBody, sendDoorError } from './http-exchange.js';
import { pages } from './pages.js';

export interface HttpAppParts {
  readonly apollo: GatewayServer;
  readonly gate: OperationGate;
  readonly identifier: Identifier;
  readonly readiness: Readiness;
  readonly limits: Limits;
  readonly allowedOrigins: readonly string[];
  readonly log: Logger;
  readonly devIssuer?: DevIssuer | undefined;
  readonly staticFolder?: string | undefined;
}

export function buildHttpApp(parts: HttpAppParts): Express {
  const { apollo, gate, identifier, limits } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(nameRequest, harden);
  app.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  app.get('/health/ready', reportReadiness(parts.readiness));
  if (parts.devIssuer !== undefined) app.use('/dev/issuer', devIssuerRoutes(parts.devIssuer));
  app.all(
    '/graphql',
    shareAcrossOrigins(parts.allowedOrigins),
    openScope(identifier, limits),
    readBody(limits),
    admitOperation(gate),
    expressMiddleware(apollo, {
      context: async ({ res }) => res.locals['context'] as OperationContext,
    }) as unknown as RequestHandler,
  );
  app.use(pages(parts.staticFolder));
  app.use(refuse(parts.log));
  return app;
}

const harden: RequestHandler = (_request, response, next) => {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  next();
};

function reportReadiness(readiness: Readiness): RequestHandler {
  return async (_request, response) => {
    const report = await readiness.report();
    response.status(report.status === 'ready' ? 200 : 503).json(report);
  };
}

/** Lets exactly the named origins read answers; our own pages need no permission. */
function shareAcrossOrigins(allowedOrigins: readonly string[]): RequestHandler {
  const allowed = new Set(allowedOrigins);
  return (request, response, next) => {
    response.vary('origin');
    const { origin } = request.headers;
    if (origin !== undefined && allowed.has(origin)) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.setHeader(
        'access-control-allow-headers',
        'authorization, content-type, x-request-id, traceparent, apollo-require-preflight',
      );
      response.setHeader('access-control-max-age', '600');
    }
    if (request.method === 'OPTIONS') response.status(204).end();
    else next();
  };
}

function refuse(log: Logger): ErrorRequestHandler {
  return (fault: unknown, request, response, _next) => {
    if (response.headersSent) return void response.destroy();
    if (fault instanceof DoorError) return sendDoorError(fault, request, response);
    if (isOfTheSender(fault)) {
      return sendDoorError(
        new DoorError('BAD_USER_INPUT', 'This is not a request that can be read.'),
        request,
        response,
      );
    }
    const requestId = String(response.locals['requestId']);
    log.error({ requestId, err: fault }, 'a request failed outside of the graph');
    sendDoorError(new DoorError('INTERNAL_SERVER_ERROR', 'Something broke on our side.'), request, response);
  };
}

/** Express marks what it could not read (a path, a body) with the status of the sender's mistake. */
function isOfTheSender(fault: unknown): boolean {
  const { status } = (fault ?? {}) as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500;
}
