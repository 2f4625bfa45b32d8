/**
 * The whole platform in one process: four subgraphs called without HTTP, one bus, one gateway.
 *
 * Nothing here is special to one process but the missing wire: every subgraph has its own schema, role and outbox,
 * and hears the others only through the bus.
 */
import type { Logger } from 'pino';
import type { SubgraphName } from '../../shared/contracts/event.js';
import type { Environment } from '../../shared/platform/config/environment.js';
import { provision } from '../../shared/platform/database/provision.js';
import type { SubgraphEndpoint } from '../../shared/platform/graph/subgraph-endpoint.js';
import { Shutdown } from '../../shared/platform/lifecycle/shutdown.js';
import { openBus } from '../../shared/platform/runtime/open-bus.js';
import { startSubgraph } from '../../shared/platform/runtime/start-subgraph.js';
import type { Clock } from '../../shared/platform/runtime/subgraph.js';
import type { DevIssuer } from '../identity/dev-issuer.js';
import { setUpGateway } from './gateway-setup.js';
import { subgraphDefinitions } from './subgraphs.js';

export interface PlatformOptions {
  readonly adminUrl: string;
  readonly coalitionSecret: Buffer;
  readonly settings: Environment;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Platform {
  /** Where the gateway listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly devIssuer: DevIssuer | undefined;
  stop(): Promise<void>;
}

export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { adminUrl, coalitionSecret: secret, settings, clock, log } = options;
  const stopping = new Shutdown(log);
  try {
    await provision({ adminUrl, secret });
    const bus = await openBus({ adminUrl, secret, redisUrl: settings.REDIS_URL, log });
    stopping.add('bus', { stop: () => bus.close() });
    const endpoints: [SubgraphName, SubgraphEndpoint][] = [];
    for (const definition of subgraphDefinitions) {
      const subgraph = await startSubgraph(definition, { adminUrl, bus, clock, log, secret });
      stopping.add(definition.name, subgraph);
      endpoints.push([definition.name, subgraph.endpoint]);
    }
    const upstreams = Object.fromEntries(endpoints) as Record<SubgraphName, SubgraphEndpoint>;
    const gateway = stopping.add('gateway', await setUpGateway({ settings, upstreams, log }));
    return { url: gateway.url, devIssuer: gateway.devIssuer, stop: () => stopping.stop() };
  } catch (fault) {
    await stopping.stop();
    throw fault;
  }
}
