/**
 * A whole platform of a test: its own fresh database, all four subgraphs and the gateway, asked through the public
 * graph alone.
 *
 * The same world runs in one process or in five, on the PostgreSQL bus or on Redis; a test that passes in one must
 * pass in all.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destination, type Logger } from 'pino';
import { inject } from 'vitest';
import { developmentToken } from '../../gateway/clients/demo/run-demo.js';
import { GraphClient } from '../../gateway/clients/graph-client.js';
import type { DevIssuer } from '../../gateway/identity/dev-issuer.js';
import {
  type DistributedPlatform,
  startDistributedPlatform,
} from '../../gateway/start/distributed-platform.js';
import { startPlatform } from '../../gateway/start/platform.js';
import { topicOf } from '../../shared/contracts/event.js';
import type { EventBus } from '../../shared/platform/bus/event-bus.js';
import { readEnvironment } from '../../shared/platform/config/environment.js';
import { asAdmin } from '../../shared/platform/database/admin-session.js';
import { openBus } from '../../shared/platform/runtime/open-bus.js';
import { openLog } from '../../shared/platform/telemetry/log.js';
import { eventually } from './eventually.js';
import { log as testLog } from './subgraph-world.js';
import { TestClock } from './test-clock.js';
import { createTestDatabase, testSecret } from './test-database.js';

/** What the gateway of five processes signs with. */
export const gatewaySecret = 'the secret of gateways in tests, 32+';

export type Processes = 'one process' | 'five processes';

export interface PlatformWorldOptions {
  readonly processes: Processes;
  readonly redisUrl?: string | undefined;
  /** More variables for one start of the process of one part, such as a failpoint; for five processes. */
  readonly environmentOf?: (part: string, start: number) => Readonly<Record<string, string>>;
  /** A server of the test's own instead of the one of the run, for tests that kill it. */
  readonly adminUrl?: string;
  /** Settings other than those of every test world. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Keeps all that the platform logs, at the level trace: `logged()`. */
  readonly keepsLog?: boolean;
}

export interface PlatformWorld {
  readonly url: string;
  readonly adminUrl: string;
  readonly bus: EventBus;
  /** Moves the time of the platform; one process only. */
  readonly clock: TestClock;
  readonly anonymous: GraphClient;
  readonly operator: GraphClient;
  readonly auditor: GraphClient;
  /** The processes of a platform of five, by part. */
  readonly parts: DistributedPlatform['processes'];
  /** Signs tokens of any kind, expired ones too; one process only. */
  readonly devIssuer: DevIssuer | undefined;
  asMember(memberId: string): Promise<GraphClient>;
  /** Resolves when every event told so far has been heard by everyone who hears it. */
  quiet(): Promise<void>;
  /** All lines logged so far by every process; empty unless the world keeps its log. */
  logged(): string[];
  /** Runs SQL as the database's administrator, for looking behind the graph. */
  sql<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

const hearers = [
  { topic: topicOf('members'), group: 'rewards' },
  { topic: topicOf('partners'), group: 'rewards' },
  { topic: topicOf('rewards'), group: 'partners' },
  { topic: topicOf('rewards'), group: 'gamification' },
  { topic: topicOf('rewards'), group: 'rewards' },
] as const;

export async function openPlatformWorld(options: PlatformWorldOptions): Promise<PlatformWorld> {
  const database = options.adminUrl
    ? { adminUrl: options.adminUrl, drop: async () => undefined }
    : await createTestDatabase(inject('adminUrl'));
  const { adminUrl } = database;
  const folder = mkdtempSync(join(tmpdir(), 'coalition-world-'));
  const { redisUrl } = options;
  const clock = new TestClock();
  const settings = readEnvironment({
    PORT: '0',
    DATA_FOLDER: folder,
    DEV_TOKENS: 'true',
    LOG_LEVEL: options.keepsLog ? 'trace' : (process.env['TEST_LOG'] ?? 'silent'),
    REDIS_URL: redisUrl,
    ...options.settings,
  });
  const { log, file: logFile, ...kept } = options.keepsLog ? keptLog(folder) : silentLog;
  const shared = { adminUrl, coalitionSecret: testSecret, settings, log };
  const platform =
    options.processes === 'one process'
      ? { ...(await startPlatform({ ...shared, clock })), processes: new Map() }
      : {
          ...(await startDistributedPlatform({
            ...shared,
            gatewaySecret,
            logFile,
            ...(options.environmentOf === undefined ? {} : { environmentOf: options.environmentOf }),
          })),
          devIssuer: undefined,
        };
  const bus = await openBus({ adminUrl, secret: testSecret, redisUrl, log });
  const anonymous = new GraphClient(platform.url);
  const sql = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    asAdmin(adminUrl, 'test', async (admin) => (await admin.query(text, [...values])).rows as Row[]);
  return {
    url: platform.url,
    adminUrl,
    bus,
    clock,
    anonymous,
    operator: anonymous.as(await developmentToken(platform.url, 'operator')),
    auditor: anonymous.as(await developmentToken(platform.url, 'auditor')),
    parts: platform.processes,
    devIssuer: platform.devIssuer,
    asMember: async (memberId) => anonymous.as(await developmentToken(platform.url, 'member', memberId)),
    quiet: () => quiet(bus, sql),
    logged: kept.lines,
    sql,
    async stop() {
      await bus.close();
      await platform.stop();
      await database.drop();
      kept.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface WorldLog {
  readonly log: Logger;
  readonly file: number | undefined;
  lines(): string[];
  close(): void;
}

const silentLog: WorldLog = { log: testLog, file: undefined, lines: () => [], close: () => undefined };

/** As the product logs, redaction included; written at once, so that a test reads what was logged before it looks. */
function keptLog(folder: string): WorldLog {
  const path = join(folder, 'log.jsonl');
  const file = openSync(path, 'a+');
  return {
    log: openLog({ part: 'world', level: 'trace' }, destination({ fd: file, sync: true })),
    file,
    lines: () => readFileSync(path, 'utf8').split('\n').slice(0, -1),
    close: () => closeSync(file),
  };
}

async function quiet(bus: EventBus, sql: PlatformWorld['sql']): Promise<void> {
  const unpublished = ['members', 'partners', 'rewards', 'gamification']
    .map((name) => `(select count(*) from ${name}.outbox where published_at is null)`)
    .join(' + ');
  await eventually(async () => {
    const [left] = await sql<{ count: string }>(`select (${unpublished})::int as count`);
    if (Number(left?.count) > 0) return false;
    const lags = await Promise.all(hearers.map(({ topic, group }) => bus.lag(topic, group)));
    return lags.every(({ behind }) => behind === 0);
  }, 30_000);
}
