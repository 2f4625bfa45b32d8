/** Runs one subgraph as a process of its own, set up by the environment, until it is told to stop. */
import type { Logger } from 'pino';
import { type Environment, EnvironmentError, readEnvironment } from '../config/environment.js';
import { sharedSecret } from '../config/secrets.js';
import { SignatureVerifier } from '../identity/gateway-signature.js';
import { Shutdown } from '../lifecycle/shutdown.js';
import { startOrSay } from '../lifecycle/start-or-say.js';
import { openLog } from '../telemetry/log.js';
import { openBus } from './open-bus.js';
import { startSubgraph } from './start-subgraph.js';
import type { SubgraphDefinition } from './subgraph.js';
import { openDoor } from './subgraph-door.js';

export async function runSubgraphProcess(definition: SubgraphDefinition): Promise<void> {
  await startOrSay(undefined, async () => {
    const settings = readEnvironment(process.env);
    const log = openLog({ part: definition.name, level: settings.LOG_LEVEL });
    const stopping = new Shutdown(log);
    stopping.onSignals();
    await startOrSay(stopping, () => start(definition, settings, log, stopping));
  });
}

async function start(
  definition: SubgraphDefinition,
  settings: Environment,
  log: Logger,
  stopping: Shutdown,
): Promise<void> {
  const { DATABASE_URL: adminUrl, REDIS_URL: redisUrl, HOST: host, PORT: port } = settings;
  if (adminUrl === undefined)
    throw new EnvironmentError('DATABASE_URL must be set for a subgraph of its own process.');
  const secret = sharedSecret(settings, 'COALITION_SECRET');
  const gatewaySecret = sharedSecret(settings, 'GATEWAY_SECRET');
  const clock = { now: () => new Date() };

  const bus = await openBus({ adminUrl, secret, redisUrl, log });
  stopping.add('bus', { stop: () => bus.close() });
  const subgraph = await startSubgraph(definition, { adminUrl, bus, clock, log, secret });
  stopping.add('subgraph', subgraph);
  const verifier = new SignatureVerifier(gatewaySecret, definition.name);
  const door = await openDoor({
    endpoint: subgraph.endpoint,
    verifier,
    clock,
    host,
    port,
    ready: () => subgraph.ready(),
  });
  stopping.add('door', door);
  log.info({ port: door.port }, 'listening');
  // A parent that started this process learns the port without reading the log.
  process.send?.({ listening: door.port });
}
