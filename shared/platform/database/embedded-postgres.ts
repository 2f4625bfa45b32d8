/**
 * A real PostgreSQL with nothing to install: starts the server that an npm package brings, over a folder of our own.
 *
 * Data survive restarts, a `kill -9` of the server and one of this process, whose server the next start adopts.
 * An ephemeral one is faster and leaves nothing. For production set DATABASE_URL instead and none of this runs.
 */
import { rmSync } from 'node:fs';
import { StartError } from '../lifecycle/start-error.js';
import { answers, ensureDatabase } from './embedded/admin-check.js';
import { adoptServer } from './embedded/adoption.js';
import { type Binaries, runnableBinaries } from './embedded/binaries.js';
import { hasCluster, makeCluster } from './embedded/cluster.js';
import {
  adminUrlOf,
  type Connection,
  freePort,
  keepConnection,
  newPassword,
  readConnection,
} from './embedded/connection-file.js';
import { type DataFolder, openDataFolder, temporaryDataFolder } from './embedded/data-folder.js';
import { guardEphemeral } from './embedded/ephemeral-guard.js';
import { leaveFolder, takeFolder } from './embedded/folder-owner.js';
import { type OperatingUser, operatingUser } from './embedded/operating-user.js';
import {
  hasEnded,
  lastWords,
  type ServerProcess,
  sendSignal,
  spawnServer,
  stopServer,
} from './embedded/server-process.js';
import { waitUntil } from './embedded/wait-until.js';

export interface EmbeddedPostgresOptions {
  /** Where the data are kept. An ephemeral server may go without: it gets a temporary folder. */
  readonly dataFolder?: string;
  /** Faster, forgets everything at stop, and removes its folder. */
  readonly isEphemeral?: boolean;
}

export interface EmbeddedPostgres {
  /** Connects as superuser to the database of the coalition. */
  readonly adminUrl: string;
  readonly pid: number;
  /** Ends the server by SIGKILL, as a crash would. Start again on the same folder, or `stop` to leave. */
  kill(): void;
  stop(): Promise<void>;
}

interface Setting {
  readonly user: OperatingUser | undefined;
  readonly folder: DataFolder;
  readonly binaries: Binaries;
  readonly isEphemeral: boolean;
}

/** Starts the server, or adopts the one that is left, and resolves when it takes connections. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const setting = prepare(options);
  takeFolder(setting.folder);
  try {
    const { server, connection } = await startOrAdopt(setting);
    return handleOf(setting, server, connection);
  } catch (fault) {
    removeLeftovers(setting);
    throw fault;
  }
}

/** Gives the address of the server that runs over a folder, for a program beside the one that started it. */
export async function runningServerUrl(dataFolder: string): Promise<string | undefined> {
  const folder = openDataFolder(dataFolder, operatingUser());
  const connection = readConnection(folder);
  if (connection === undefined || !(await answers(connection, folder))) return undefined;
  return adminUrlOf(connection);
}

function prepare({ dataFolder, isEphemeral = false }: EmbeddedPostgresOptions): Setting {
  if (dataFolder === undefined && !isEphemeral) throw new Error('A lasting PostgreSQL needs a data folder.');
  const user = operatingUser();
  const binaries = runnableBinaries(user);
  const folder = dataFolder === undefined ? temporaryDataFolder(user) : openDataFolder(dataFolder, user);
  return { user, folder, binaries, isEphemeral };
}

interface Started {
  readonly server: ServerProcess;
  readonly connection: Connection;
}

async function startOrAdopt(setting: Setting): Promise<Started> {
  const known = readConnection(setting.folder);
  if (known !== undefined && hasCluster(setting.folder)) {
    const adopted = await adoptServer(setting.folder, known);
    if (adopted !== undefined) {
      const connection = { ...known, port: adopted.port };
      // The process that began it may have died before this.
      await ensureDatabase(connection);
      return { server: adopted.server, connection };
    }
    return startServer(setting, known);
  }
  const connection = { password: known?.password ?? newPassword(), port: 0 };
  keepConnection(setting.folder, connection);
  await makeCluster({ ...setting, password: connection.password });
  return startServer(setting, connection);
}

/**
 * A port can be taken between our look and the server's, and PostgreSQL refuses to start while children of a
 * killed server are on their way out: both pass by themselves.
 */
const ATTEMPTS_MAX = 8;
/** Recovery after a crash replays what was not yet in the files. */
const START_MS_MAX = 60_000;

async function startServer(setting: Setting, known: Connection): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    const connection = { ...known, port: await freePort(attempt === 1 ? known.port : 0) };
    const server = spawnServer({ ...setting, port: connection.port });
    if (await isReady(server, connection, setting.folder)) {
      keepConnection(setting.folder, connection);
      return { server, connection };
    }
    const isHopeless = !hasEnded(server) || attempt === ATTEMPTS_MAX;
    await stopServer(server, setting.folder);
    if (isHopeless) throw new StartError(`PostgreSQL did not start:\n${lastWords(setting.folder)}`);
  }
}

async function isReady(server: ServerProcess, connection: Connection, folder: DataFolder): Promise<boolean> {
  let isAnswering = false;
  await waitUntil(
    async () => {
      isAnswering = await answers(connection, folder);
      return isAnswering || hasEnded(server);
    },
    { withinMs: START_MS_MAX },
  );
  if (isAnswering) await ensureDatabase(connection);
  return isAnswering;
}

function handleOf(setting: Setting, server: ServerProcess, connection: Connection): EmbeddedPostgres {
  const dismissGuard = setting.isEphemeral
    ? guardEphemeral(server, setting.folder, setting.binaries.copyFolder)
    : () => undefined;
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    dismissGuard();
    await stopServer(server, setting.folder);
    removeLeftovers(setting);
  };
  return {
    adminUrl: adminUrlOf(connection),
    pid: server.pid,
    kill: () => sendSignal(server, 'SIGKILL'),
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function removeLeftovers({ folder, binaries, isEphemeral }: Setting): void {
  leaveFolder(folder);
  if (binaries.copyFolder !== undefined) rmSync(binaries.copyFolder, { recursive: true, force: true });
  if (isEphemeral) rmSync(folder.path, { recursive: true, force: true });
}
