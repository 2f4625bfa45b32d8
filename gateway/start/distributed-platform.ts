/**
 * The platform as five processes on one machine: each subgraph and the gateway on its own, HTTP and the bus between
 * them.
 */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { subgraphNames } from '../../shared/contracts/event.js';
import type { Environment } from '../../shared/platform/config/environment.js';
import { packageRoot } from '../../shared/platform/config/package-root.js';
import { provision } from '../../shared/platform/database/provision.js';
import { Shutdown } from '../../shared/platform/lifecycle/shutdown.js';
import { keepChild, type RunningChild } from './child-process.js';

export interface DistributedOptions {
  readonly adminUrl: string;
  readonly coalitionSecret: Buffer;
  readonly gatewaySecret: string;
  readonly settings: Environment;
  readonly log: Logger;
  /** More variables for one start of the process of one part, such as a failpoint; starts count from 1. */
  readonly environmentOf?: (part: string, start: number) => Readonly<Record<string, string>>;
  /** An open file for what all processes log; left out, it goes where ours goes. */
  readonly logFile?: number | undefined;
}

export interface DistributedPlatform {
  readonly url: string;
  /** By part: `members`, `partners`, `rewards`, `gamification`, `gateway`. */
  readonly processes: ReadonlyMap<string, RunningChild>;
  stop(): Promise<void>;
}

export async function startDistributedPlatform(options: DistributedOptions): Promise<DistributedPlatform> {
  const { adminUrl, coalitionSecret: secret, settings, log, logFile } = options;
  await provision({ adminUrl, secret });
  const stopping = new Shutdown(log);
  const processes = new Map<string, RunningChild>();
  const start = async (
    name: string,
    path: string,
    environment: Record<string, string>,
  ): Promise<RunningChild> => {
    const file = join(packageRoot, 'dist', path, 'main.js');
    const environmentOfStart = options.environmentOf?.bind(null, name);
    const child = stopping.add(
      name,
      await keepChild({ name, file, environment, environmentOfStart, log, logFile }),
    );
    processes.set(name, child);
    return child;
  };
  try {
    const shared = { GATEWAY_SECRET: options.gatewaySecret, LOG_LEVEL: settings.LOG_LEVEL };
    // The gateway is the part that strangers reach: it is given no way to the database and no key to what is sealed
    // there.
    const inside = {
      ...shared,
      DATABASE_URL: adminUrl,
      COALITION_SECRET: secret.toString(),
      ...(settings.REDIS_URL === undefined ? {} : { REDIS_URL: settings.REDIS_URL }),
      HOST: '127.0.0.1',
      PORT: '0',
    };
    const subgraphs = await Promise.all(
      subgraphNames.map((name) => start(name, `subgraphs/${name}`, inside)),
    );
    const addresses = subgraphNames.map((name, index) => [
      `${name.toUpperCase()}_URL`,
      `http://127.0.0.1:${subgraphs[index]?.port}`,
    ]);
    const gateway = await start('gateway', 'gateway', {
      ...shared,
      ...outside(settings),
      ...Object.fromEntries(addresses),
    });
    return { url: `http://${settings.HOST}:${gateway.port}`, processes, stop: () => stopping.stop() };
  } catch (fault) {
    await stopping.stop();
    throw fault;
  }
}

/** What of the settings concerns the gateway alone. */
function outside(settings: Environment): Record<string, string> {
  const { HOST, DATA_FOLDER, OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL } = settings;
  return {
    HOST,
    PORT: String(settings.PORT),
    DATA_FOLDER,
    OIDC_AUDIENCE,
    ...(OIDC_ISSUER === undefined ? {} : { OIDC_ISSUER }),
    ...(OIDC_JWKS_URL === undefined ? {} : { OIDC_JWKS_URL }),
    ALLOWED_ORIGINS: settings.ALLOWED_ORIGINS.join(','),
    INTROSPECTION: String(settings.INTROSPECTION),
    DEV_TOKENS: String(settings.DEV_TOKENS),
  };
}
