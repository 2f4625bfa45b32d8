/** Runs the gateway in a process of its own, over four subgraphs that are reached by HTTP. */
import 'reflect-metadata';
import type { SubgraphName } from '../shared/contracts/event.js';
import {
  type Environment,
  EnvironmentError,
  readEnvironment,
} from '../shared/platform/config/environment.js';
import { sharedSecret } from '../shared/platform/config/secrets.js';
import type { SubgraphEndpoint } from '../shared/platform/graph/subgraph-endpoint.js';
import { Shutdown } from '../shared/platform/lifecycle/shutdown.js';
import { startOrSay } from '../shared/platform/lifecycle/start-or-say.js';
import { openLog } from '../shared/platform/telemetry/log.js';
import { setUpGateway } from './start/gateway-setup.js';
import { openHttpEndpoint } from './upstream/http-endpoint.js';

function upstreamsOf(settings: Environment): Record<SubgraphName, SubgraphEndpoint> {
  const secret = sharedSecret(settings, 'GATEWAY_SECRET');
  const endpoint = (name: SubgraphName, url: string | undefined): SubgraphEndpoint => {
    if (url === undefined) throw new EnvironmentError(`${name.toUpperCase()}_URL must be set.`);
    return openHttpEndpoint({ name, url, secret });
  };
  return {
    members: endpoint('members', settings.MEMBERS_URL),
    partners: endpoint('partners', settings.PARTNERS_URL),
    rewards: endpoint('rewards', settings.REWARDS_URL),
    gamification: endpoint('gamification', settings.GAMIFICATION_URL),
  };
}

await startOrSay(undefined, async () => {
  const settings = readEnvironment(process.env);
  const log = openLog({ part: 'gateway', level: settings.LOG_LEVEL });
  const stopping = new Shutdown(log);
  stopping.onSignals();
  await startOrSay(stopping, async () => {
    const gateway = await setUpGateway({ settings, upstreams: upstreamsOf(settings), log });
    stopping.add('gateway', gateway);
    log.info({ url: gateway.url }, 'listening');
    process.send?.({ listening: gateway.port });
  });
});
