/** Puts a gateway together from the settings: who it believes, what it serves, where its subgraphs are. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { SubgraphName } from '../../shared/contracts/event.js';
import type { Environment } from '../../shared/platform/config/environment.js';
import { packageRoot } from '../../shared/platform/config/package-root.js';
import type { SubgraphEndpoint } from '../../shared/platform/graph/subgraph-endpoint.js';
import { type DevIssuer, openDevIssuer } from '../identity/dev-issuer.js';
import { openJwks } from '../identity/jwks-discovery.js';
import type { TrustedIssuer } from '../identity/tokens.js';
import { type RunningGateway, startGateway } from '../server/gateway.js';

export interface GatewaySetup {
  readonly settings: Environment;
  readonly upstreams: Readonly<Record<SubgraphName, SubgraphEndpoint>>;
  readonly log: Logger;
}

export interface SetUpGateway extends RunningGateway {
  readonly devIssuer: DevIssuer | undefined;
}

export async function setUpGateway({ settings, upstreams, log }: GatewaySetup): Promise<SetUpGateway> {
  const devIssuer = await devIssuerOf(settings, log);
  const webFolder = join(packageRoot, 'dist/web');
  const gateway = await startGateway({
    supergraphSdl: readFileSync(join(packageRoot, 'gateway/supergraph.graphql'), 'utf8'),
    upstreams,
    // The gateway trusts the development issuer by itself where there is one.
    identity: { issuers: devIssuer === undefined ? [await trustedIssuer(settings)] : [] },
    http: { host: settings.HOST, port: settings.PORT, allowedOrigins: settings.ALLOWED_ORIGINS },
    log,
    isIntrospectionOpen: settings.INTROSPECTION,
    ...(devIssuer === undefined ? {} : { devIssuer }),
    ...(existsSync(webFolder) ? { staticFolder: webFolder } : {}),
  });
  return { ...gateway, devIssuer };
}

/** The built-in issuer serves a platform that has no other; with `OIDC_ISSUER` set it does not exist. */
async function devIssuerOf(settings: Environment, log: Logger): Promise<DevIssuer | undefined> {
  if (settings.OIDC_ISSUER !== undefined) return undefined;
  return openDevIssuer({
    folder: settings.DATA_FOLDER,
    log,
    audience: settings.OIDC_AUDIENCE,
    isTokenEndpointOpen: settings.DEV_TOKENS,
  });
}

async function trustedIssuer(settings: Environment): Promise<TrustedIssuer> {
  const { OIDC_ISSUER: issuer = '', OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = settings;
  return { issuer, audience, keys: await openJwks(issuer, jwksUrl) };
}
