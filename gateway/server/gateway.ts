/**
 * The gateway: the one public door of the coalition, HTTP and WebSocket on one port.
 *
 * It owns no data. It knows who asks, how much is asked, which subgraphs hold the answer, and how to wait for them.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { SubgraphName } from '../../shared/contracts/event.js';
import type { SubgraphEndpoint } from '../../shared/platform/graph/subgraph-endpoint.js';
import { Readiness } from '../health/readiness.js';
import { ApiKeyDirectory } from '../identity/api-keys.js';
import type { DevIssuer } from '../identity/dev-issuer.js';
import { Identifier } from '../identity/identifier.js';
import { type TokenRules, TokenVerifier } from '../identity/tokens.js';
import { OperationGate } from '../limits/admission.js';
import { defaultLimits, type Limits } from '../limits/limits.js';
import { LiveHub } from '../live/live-hub.js';
import { SocketDoor } from '../live/socket-door.js';
import { FederatedGraph } from '../plan/federated-graph.js';
import { AnswerFinisher } from '../plan/finish-answer.js';
import { SubscriptionPlanner } from '../plan/subscription-plan.js';
import { SubgraphDataSource } from '../upstream/subgraph-data-source.js';
import { executeAdmitted, type GatewayServer, startApollo } from './apollo.js';
import { Drain } from './drain.js';
import { buildHttpApp } from './http-app.js';

export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** How each subgraph is reached; the gateway closes them when it stops. */
  readonly upstreams: Readonly<Record<SubgraphName, SubgraphEndpoint>>;
  /** Trusted issuers and the names of claims; a `devIssuer` is trusted besides. */
  readonly identity: TokenRules;
  readonly limits?: Partial<Limits>;
  readonly http: { readonly host: string; readonly port: number; readonly allowedOrigins: readonly string[] };
  readonly log: Logger;
  readonly devIssuer?: DevIssuer | undefined;
  /** The built web room. */
  readonly staticFolder?: string | undefined;
  /** Whether strangers may read the schema. */
  readonly isIntrospectionOpen: boolean;
}

export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  /** Stops taking, finishes what was taken, closes the upstreams. Good to call twice. */
  stop(): Promise<void>;
}

const DRAIN_MS = 5_000;

export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const { log, isIntrospectionOpen, upstreams } = options;
  const finisher = new AnswerFinisher(log, limits.responseBytesMax);
  const sources = dataSources(upstreams, limits, log);
  const graph = new FederatedGraph({
    supergraphSdl: options.supergraphSdl,
    sourceOf: (name) => sources[name] ?? unknownSubgraph(name),
    finisher,
    log,
  });
  const schema = new Promise<ConstructorParameters<typeof OperationGate>[0]>((resolve) => {
    graph.onSchemaLoadOrUpdate(({ apiSchema }) => resolve(apiSchema));
  });
  const apollo = await startApollo({ graph, limits, log, isIntrospectionOpen });
  const gate = new OperationGate(await schema, limits, isIntrospectionOpen);
  const identifier = openIdentifier(options, limits);
  const planner = new SubscriptionPlanner(options.supergraphSdl, sources);
  const hub = new LiveHub({ planner, upstreams, finisher, deadlineMs: limits.deadlineMs, log });
  const readiness = new Readiness(upstreams);
  const shared = { gate, identifier, limits, log, allowedOrigins: options.http.allowedOrigins };
  const { devIssuer, staticFolder } = options;
  const app = buildHttpApp({ ...shared, apollo, readiness, devIssuer, staticFolder });
  const execute: ConstructorParameters<typeof SocketDoor>[0]['execute'] = (admitted, scope) =>
    executeAdmitted(apollo, admitted, scope);
  const door = new SocketDoor({ ...shared, hub, finisher, isIntrospectionOpen, execute });
  // A client that sends its request byte by byte is not waited for; by default Node would look every half minute only.
  const server = createServer({ connectionsCheckingInterval: 2_000 }, app);
  server.requestTimeout = 15_000;
  server.headersTimeout = 10_000;
  const drain = new Drain(server);
  door.attach(server);
  const port = await listen(server, options.http);
  log.info({ port }, 'the gateway listens');
  const stop = once(() => stopAll({ drain, door, apollo, readiness, upstreams }));
  return { port, url: `http://${hostInUrl(options.http.host)}:${port}`, stop };
}

function openIdentifier({ identity, devIssuer, upstreams }: GatewayOptions, limits: Limits): Identifier {
  const issuers = devIssuer === undefined ? identity.issuers : [...identity.issuers, devIssuer.trusted];
  const apiKeys = new ApiKeyDirectory(upstreams.partners, Date.now, limits.apiKeyBelievedMs);
  return new Identifier(new TokenVerifier({ ...identity, issuers }), apiKeys);
}

function dataSources(upstreams: Readonly<Record<string, SubgraphEndpoint>>, limits: Limits, log: Logger) {
  return Object.fromEntries(
    Object.entries(upstreams).map(([name, endpoint]) => [
      name,
      new SubgraphDataSource(name, endpoint, limits.subgraphTimeoutMs, log),
    ]),
  );
}

function unknownSubgraph(name: string): never {
  throw new Error(`the supergraph names the subgraph ${name}, which has no upstream`);
}

/** Rejects when the port is taken: with a WebSocket server attached, Node would otherwise say nothing. */
async function listen(server: Server, { host, port }: GatewayOptions['http']): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function stopAll(parts: {
  readonly drain: Drain;
  readonly door: SocketDoor;
  readonly apollo: GatewayServer;
  readonly readiness: Readiness;
  readonly upstreams: Readonly<Record<string, SubgraphEndpoint>>;
}): Promise<void> {
  const { drain, door, apollo, readiness, upstreams } = parts;
  readiness.leave();
  await Promise.all([drain.finish(DRAIN_MS), door.stop(DRAIN_MS / 2)]);
  await apollo.stop();
  await Promise.all(Object.values(upstreams).map((upstream) => upstream.close()));
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work();
    return running;
  };
}
