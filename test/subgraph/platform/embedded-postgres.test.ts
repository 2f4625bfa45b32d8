/** The launcher of PostgreSQL, tried on real processes: what survives which death, and what is left behind. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { isAlive } from '../../../shared/platform/database/embedded/process-table.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../shared/platform/database/embedded-postgres.js';
import { rows } from '../../../shared/platform/database/transaction.js';
import { compileLauncher, type LauncherProgram, runLauncher } from './launcher-program.js';

let base: string;
let dataFolder: string;
const running: EmbeddedPostgres[] = [];

async function start(options: { dataFolder?: string; isEphemeral?: boolean }): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(options);
  running.push(server);
  return server;
}

async function query<Row extends object>(adminUrl: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'embedded-'));
  // A folder that others may pass through, as a project's usually is.
  chmodSync(base, 0o711);
  dataFolder = join(base, 'state', 'postgres');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  rmSync(base, { recursive: true, force: true });
});

describe('a lasting server', () => {
  it('keeps its data and its address over a restart, and its password to its owner', async () => {
    const first = await start({ dataFolder });
    await query(first.adminUrl, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start({ dataFolder });
    expect(second.adminUrl).toBe(first.adminUrl);
    expect(await query(second.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(statSync(join(dataFolder, 'connection.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataFolder, 'cluster')).mode & 0o777).toBe(0o700);
  });

  it('sorts text by code point, checks passwords and is reached from this machine only', async () => {
    const { adminUrl } = await start({ dataFolder });
    const [settings] = await query(
      adminUrl,
      `select datlocprovider::text as provider, datlocale as locale, pg_encoding_to_char(encoding) as encoding,
         current_setting('listen_addresses') as host, current_setting('max_connections') as connections,
         current_setting('fsync') as fsync, current_setting('timezone') as zone
       from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({
      provider: 'b',
      locale: 'C.UTF-8',
      encoding: 'UTF8',
      host: '127.0.0.1',
      connections: '200',
      fsync: 'on',
      zone: 'UTC',
    });
    const stranger = new URL(adminUrl);
    stranger.password = 'guess';
    await expect(query(stranger.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('recovers from kill -9, and open data sources find it again', async () => {
    const first = await start({ dataFolder });
    await query(first.adminUrl, 'create table kept as select 1 as answer');
    const lost = vi.fn();
    const url = first.adminUrl;
    const database = await openDatabase({
      url,
      applicationName: 'test',
      schema: 'public',
      rows: [],
      onConnectionLost: lost,
    });
    const inFlight = database.transaction(async (transaction) => {
      await transaction.query('insert into kept values (2)');
      first.kill();
      await vi.waitUntil(() => !isAlive(first.pid));
      await transaction.query('select 1');
    });
    await expect(inFlight).rejects.toThrow();
    await expect(database.query('select 1')).rejects.toThrow();
    await start({ dataFolder });
    expect(await rows(database, 'select answer from kept')).toEqual([{ answer: 1 }]);
    await database.destroy();
  });

  it('begins anew when the first start was interrupted', async () => {
    mkdirSync(join(dataFolder, 'cluster.new'), { recursive: true });
    writeFileSync(join(dataFolder, 'cluster.new', 'PG_VERSION'), '17\n');
    const { adminUrl } = await start({ dataFolder });
    expect(await query(adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts although another program now has the process number of its predecessor', async () => {
    const first = await start({ dataFolder });
    const recordFile = join(dataFolder, 'cluster', 'postmaster.pid');
    const record = readFileSync(recordFile, 'utf8');
    first.kill();
    await vi.waitUntil(() => !isAlive(first.pid));
    writeFileSync(recordFile, record.replace(String(first.pid), String(process.pid)));
    const second = await start({ dataFolder });
    expect(second.pid).not.toBe(first.pid);
  });

  it.skipIf(process.getuid?.() !== 0)(
    'lives in a system folder when its user cannot reach the one asked for',
    async () => {
      chmodSync(base, 0o700);
      const first = await start({ dataFolder });
      await query(first.adminUrl, 'create table kept as select 42 as answer');
      await first.stop();
      const second = await start({ dataFolder });
      expect(await query(second.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
      const location = readFileSync(join(dataFolder, 'location'), 'utf8').trim();
      await second.stop();
      rmSync(location, { recursive: true });
    },
  );
});

describe('an ephemeral server', () => {
  it('leaves nothing behind', async () => {
    const server = await start({ isEphemeral: true });
    const [row] = await query<{ data_directory: string }>(server.adminUrl, 'show data_directory');
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    expect(existsSync(join(row?.data_directory ?? '', '..'))).toBe(false);
  });
});

describe('a launcher that is killed', () => {
  let program: LauncherProgram;
  beforeAll(() => {
    program = compileLauncher('installed');
  });
  afterAll(() => program.remove());

  it('leaves its server to the next one, which nobody gets while the first lives', async () => {
    const first = await runLauncher(program, { dataFolder });
    await query(first.adminUrl, 'create table kept as select 42 as answer');
    await expect(startEmbeddedPostgres({ dataFolder })).rejects.toThrow(
      `in use by process ${first.child.pid}`,
    );
    await first.kill();
    expect(isAlive(first.serverPid)).toBe(true);
    const adopted = await start({ dataFolder });
    expect(adopted.pid).toBe(first.serverPid);
    expect(await query(adopted.adminUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await adopted.stop();
    expect(isAlive(first.serverPid)).toBe(false);
  });

  it('takes its ephemeral server with it', async () => {
    const launcher = await runLauncher(program, { isEphemeral: true });
    const [row] = await query<{ data_directory: string }>(launcher.adminUrl, 'show data_directory');
    await launcher.kill();
    await vi.waitUntil(() => !isAlive(launcher.serverPid), { timeout: 10_000 });
    await vi.waitUntil(() => !existsSync(join(row?.data_directory ?? '', '..')), { timeout: 10_000 });
  });
});

describe('the programs of PostgreSQL', () => {
  it('when missing, are named together with what to do instead', async () => {
    const program = compileLauncher('missing');
    await expect(runLauncher(program, { dataFolder })).rejects.toThrow(
      /No embedded PostgreSQL .* set DATABASE_URL/,
    );
    program.remove();
  });

  it('run although no install script made their links and their folder is closed', async () => {
    const program = compileLauncher('unlinked copy');
    chmodSync(program.folder, 0o700);
    const launcher = await runLauncher(program, { dataFolder });
    expect(await query(launcher.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await launcher.stop();
    expect(isAlive(launcher.serverPid)).toBe(false);
    program.remove();
  });
});
