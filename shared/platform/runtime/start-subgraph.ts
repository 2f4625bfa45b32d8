/**
 * Starts a subgraph over a database and a bus: migrate, connect, build the schema, open its endpoint, relay its
 * outbox, hear events.
 *
 * The one-process platform and a subgraph's own process both come through here; only what lies in front of the
 * endpoint differs.
 */
import type { Logger } from 'pino';
import type { SubgraphName } from '../../contracts/event.js';
import type { EventBus } from '../bus/event-bus.js';
import { openDatabase } from '../database/data-source.js';
import { migrate } from '../database/migrate.js';
import { appUrl } from '../database/provision.js';
import { openLocalEndpoint } from '../graph/local-endpoint.js';
import type { SubgraphEndpoint } from '../graph/subgraph-endpoint.js';
import { Shutdown } from '../lifecycle/shutdown.js';
import { startRelay } from '../outbox/relay.js';
import type { Clock, SubgraphDefinition } from './subgraph.js';

export interface SubgraphResources {
  /** A role of the database that may act as the subgraph's owner; migrations run under it. */
  readonly adminUrl: string;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly secret: Buffer;
  readonly poolMax?: number;
}

export interface StartedSubgraph {
  readonly name: SubgraphName;
  readonly endpoint: SubgraphEndpoint;
  /** Throws when the subgraph cannot serve: its database does not answer. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

const POOL_MAX = 10;

export async function startSubgraph(
  definition: SubgraphDefinition,
  resources: SubgraphResources,
): Promise<StartedSubgraph> {
  const { name, migrations, rows } = definition;
  const { adminUrl, bus, clock, secret } = resources;
  const log = resources.log.child({ part: name });
  await migrate({ adminUrl, subgraph: name, migrations });
  const database = await openDatabase({
    url: appUrl(adminUrl, name, secret),
    applicationName: `coalition ${name}`,
    schema: name,
    rows,
    poolMax: resources.poolMax ?? POOL_MAX,
  });
  const stopping = new Shutdown(log);
  stopping.add('database', { stop: () => database.destroy() });
  const dependencies = { database, bus, clock, log, secret };
  const endpoint = await openLocalEndpoint({
    schema: await definition.buildSchema(dependencies),
    clock,
    log,
  });
  stopping.add('relay', startRelay({ database, bus, subgraph: name, log }));
  for (const worker of definition.startWorkers(dependencies)) stopping.add('worker', worker);
  stopping.add('endpoint', { stop: () => endpoint.close() });
  return {
    name,
    endpoint,
    ready: async () => {
      await database.query('select 1');
    },
    stop: () => stopping.stop(),
  };
}
