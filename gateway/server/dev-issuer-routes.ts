/**
 * The development issuer over HTTP: discovery and keys always, tokens for anyone only when that was opened on purpose.
 */
import express, { type Router } from 'express';
import { z } from 'zod';
import { DoorError } from '../../shared/platform/graph/door-errors.js';
import type { MemberId } from '../../shared/values/ids.js';
import type { DevIssuer } from '../identity/dev-issuer.js';

const tokenRequest = z
  .object({
    role: z.enum(['member', 'operator', 'auditor']),
    subject: z.string().min(1).max(100).default('developer'),
    memberId: z.uuid().optional(),
    ttlSeconds: z.int().min(1).max(86_400).default(3_600),
  })
  .refine(({ role, memberId }) => role !== 'member' || memberId !== undefined, {
    message: 'a member needs memberId',
  });

export function devIssuerRoutes(devIssuer: DevIssuer): Router {
  const router = express.Router();
  router.get('/.well-known/openid-configuration', (request, response) => {
    const here = `${request.protocol}://${request.get('host')}${request.baseUrl}`;
    response.json({
      issuer: devIssuer.trusted.issuer,
      jwks_uri: `${here}/jwks.json`,
      token_endpoint: `${here}/token`,
      id_token_signing_alg_values_supported: ['ES256'],
      response_types_supported: ['token'],
      subject_types_supported: ['public'],
    });
  });
  router.get('/jwks.json', (_request, response) => void response.json(devIssuer.publicKeys));
  if (!devIssuer.isTokenEndpointOpen) return router;
  router.post('/token', express.json({ limit: '4kb' }), async (request, response) => {
    const asked = tokenRequest.safeParse(request.body);
    if (!asked.success) throw new DoorError('BAD_USER_INPUT', z.prettifyError(asked.error));
    const { memberId, ...facts } = asked.data;
    const token = await devIssuer.issue({
      ...facts,
      ...(memberId === undefined ? {} : { memberId: memberId as MemberId }),
    });
    response.setHeader('cache-control', 'no-store');
    response.json({ access_token: token, token_type: 'Bearer', expires_in: facts.ttlSeconds });
  });
  return router;
}
