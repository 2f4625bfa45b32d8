/**
 * The platforms under measurement, as an operator would run them: in one process and in five, each on its own
 * database of one embedded PostgreSQL that keeps its promises (no setting that forgets), filled with the same
 * coalition.
 */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type DemoFile, readDemoFile } from '../../gateway/clients/demo/demo-file.js';
import { startDistributedPlatform } from '../../gateway/start/distributed-platform.js';
import { topicOf } from '../../shared/contracts/event.js';
import { readEnvironment } from '../../shared/platform/config/environment.js';
import { asAdmin } from '../../shared/platform/database/admin-session.js';
import type { EmbeddedPostgres } from '../../shared/platform/database/embedded-postgres.js';
import { appUrl } from '../../shared/platform/database/provision.js';
import { Shutdown } from '../../shared/platform/lifecycle/shutdown.js';
import { openBus } from '../../shared/platform/runtime/open-bus.js';
import { eventually } from '../world/eventually.js';
import { type BenchCoalition, fillCoalition } from './bench-coalition.js';
import { createDatabase, startLastingServer } from './ledger/lasting-server.js';
import { endProgram, startProgram } from './program.js';

const SECRET = 'the secret of coalitions in benchmarks';
export const GATEWAY_SECRET = 'the secret of gateways in benchmarks';

export interface MeasuredPlatform {
  readonly name: string;
  readonly url: string;
  readonly pids: readonly number[];
  readonly coalition: BenchCoalition;
  /** For writing as the role of a subgraph. */
  databaseUrl(subgraph: 'rewards'): string;
  /** Resolves when every event told so far has been heard by everyone who hears it. */
  caughtUp(): Promise<void>;
}

export interface Platforms {
  readonly postgres: EmbeddedPostgres;
  readonly one: MeasuredPlatform;
  readonly five: MeasuredPlatform;
  /** The gamification subgraph of the five: its own door and its process. */
  readonly door: { readonly url: string; readonly pid: number };
  stop(): Promise<void>;
}

interface Running {
  readonly url: string;
  readonly pids: readonly number[];
}

export async function startPlatforms(log: Logger, people: number): Promise<Platforms> {
  const stopping = new Shutdown(log);
  stopping.onSignals();
  try {
    const { postgres, folder } = await startLastingServer(stopping);
    const oneUrl = await createDatabase(postgres.adminUrl, 'one');
    const fiveUrl = await createDatabase(postgres.adminUrl, 'five');
    const distributed = stopping.add('five processes', await startFive(fiveUrl, join(folder, 'five'), log));
    const program = startOne(oneUrl, join(folder, 'one'));
    stopping.add('one process', { stop: () => endProgram(program) });
    const file = await fileOf(program, join(folder, 'one/empty/coalition.json'));
    const pids = [...distributed.processes.values()].map(({ pid }) => pid);
    const five = { url: distributed.url, pids };
    const one = { url: file.url, pids: [program.pid ?? 0] };
    const door = distributed.processes.get('gamification');
    if (door === undefined) throw new Error('there is no gamification process');
    const measure = (name: string, running: Running, adminUrl: string) =>
      measured({ name, running, adminUrl, people, log, stopping });
    return {
      postgres,
      one: await measure('one process', one, oneUrl),
      five: await measure('five processes', five, fiveUrl),
      door: { url: `http://127.0.0.1:${door.port}/graphql`, pid: door.pid },
      stop: () => stopping.stop(),
    };
  } catch (fault) {
    await stopping.stop();
    throw fault;
  }
}

function startOne(adminUrl: string, folder: string): ChildProcess {
  const environment = { DATABASE_URL: adminUrl, COALITION_SECRET: SECRET, DATA_FOLDER: folder, PORT: '0' };
  return startProgram('gateway/start/embedded.js', environment, ['--empty']);
}

async function fileOf(program: ChildProcess, path: string): Promise<DemoFile> {
  return eventually(() => {
    if (program.exitCode !== null) throw new Error(`the platform ended with ${program.exitCode}`);
    return readDemoFile(path);
  }, 60_000);
}

function startFive(adminUrl: string, folder: string, log: Logger) {
  const settings = readEnvironment({
    PORT: '0',
    DATA_FOLDER: folder,
    DEV_TOKENS: 'true',
    LOG_LEVEL: 'error',
  });
  const coalitionSecret = Buffer.from(SECRET);
  return startDistributedPlatform({
    adminUrl,
    coalitionSecret,
    gatewaySecret: GATEWAY_SECRET,
    settings,
    log,
  });
}

async function measured(facts: {
  readonly name: string;
  readonly running: Running;
  readonly adminUrl: string;
  readonly people: number;
  readonly log: Logger;
  readonly stopping: Shutdown;
}): Promise<MeasuredPlatform> {
  const { name, running, adminUrl, people, log } = facts;
  const secret = Buffer.from(SECRET);
  const bus = await openBus({ adminUrl, secret, redisUrl: undefined, log });
  facts.stopping.add('bus', { stop: () => bus.close() });
  const caughtUp = async (): Promise<void> => {
    const unpublished = async () =>
      asAdmin(adminUrl, 'bench', async (admin) => {
        const found = await admin.query('select 1 from rewards.outbox where published_at is null limit 1');
        return found.rowCount;
      });
    await eventually(async () => (await unpublished()) === 0, 120_000);
    for (const group of ['partners', 'gamification']) {
      await eventually(async () => (await bus.lag(topicOf('rewards'), group)).behind === 0, 120_000);
    }
  };
  const coalition = await fillCoalition(running.url, people);
  await caughtUp();
  return {
    name,
    ...running,
    coalition,
    databaseUrl: (subgraph) => appUrl(adminUrl, subgraph, secret),
    caughtUp,
  };
}
