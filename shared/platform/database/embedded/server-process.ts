/**
 * A running PostgreSQL server: one that we started, or one that a killed process of ours left behind and that we adopt.
 *
 * It runs in a process group of its own, so that Ctrl-C at a terminal reaches only us and we stop it in order.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../lifecycle/start-error.js';
import type { Binaries } from './binaries.js';
import type { DataFolder } from './data-folder.js';
import type { OperatingUser } from './operating-user.js';
import { isAlive, processesIn } from './process-table.js';
import { serverArguments, serverEnvironment } from './settings.js';
import { waitUntil } from './wait-until.js';

export interface ServerProcess {
  readonly pid: number;
  /** Absent for an adopted server, which is no child of ours. */
  readonly child: ChildProcess | undefined;
}

const LOG_BYTES_MAX = 10_000_000;

export function spawnServer(facts: {
  readonly folder: DataFolder;
  readonly binaries: Binaries;
  readonly user: OperatingUser | undefined;
  readonly port: number;
  readonly isEphemeral: boolean;
}): ServerProcess {
  // A file and not a pipe: the server outlives a killed parent, and writing to a pipe without reader would end it.
  const log = openSync(facts.folder.logPath, logSize(facts.folder) > LOG_BYTES_MAX ? 'w' : 'a', 0o600);
  try {
    const child = spawn(
      facts.binaries.postgres,
      serverArguments(facts.folder.clusterPath, facts.port, facts.isEphemeral),
      { ...facts.user, cwd: '/', env: serverEnvironment(), detached: true, stdio: ['ignore', log, log] },
    );
    // A program that cannot be started has no pid; its reason arrives as an event that must have a listener.
    child.on('error', () => undefined);
    if (child.pid === undefined)
      throw new StartError(`PostgreSQL could not be started: ${facts.binaries.postgres}`);
    // A program that forgets to stop the server may still end; the next start adopts what is left.
    child.unref();
    return { pid: child.pid, child };
  } finally {
    closeSync(log);
  }
}

function logSize(folder: DataFolder): number {
  return statSync(folder.logPath, { throwIfNoEntry: false })?.size ?? 0;
}

/** Gives the end of the server's log, for an error message. */
export function lastWords(folder: DataFolder): string {
  return readFileSync(folder.logPath, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
}

/** Gives what `postmaster.pid` says of the server that has the cluster open, or had when it died. */
export function recordedServer(
  folder: DataFolder,
): { readonly pid: number; readonly port: number } | undefined {
  try {
    const lines = readFileSync(join(folder.clusterPath, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return undefined;
  }
}

export function hasEnded(server: ServerProcess): boolean {
  const { child } = server;
  return child === undefined ? !isAlive(server.pid) : child.exitCode !== null || child.signalCode !== null;
}

/**
 * How long each way of asking is given: first the open work is rolled back, then nothing is written, then
 * nothing is asked.
 */
const FAREWELLS = [
  { signal: 'SIGINT', withinMs: 15_000 },
  { signal: 'SIGQUIT', withinMs: 5_000 },
  { signal: 'SIGKILL', withinMs: 5_000 },
] as const;

/** Stops the server and waits for its last process to end. */
export async function stopServer(server: ServerProcess, folder: DataFolder): Promise<void> {
  // Without this node could end before the server has.
  server.child?.ref();
  for (const { signal, withinMs } of FAREWELLS) {
    if (hasEnded(server)) break;
    sendSignal(server, signal);
    await waitUntil(() => hasEnded(server), { withinMs });
  }
  await waitForOrphans(folder);
}

export function sendSignal(server: ServerProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(server.pid, signal);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault;
  }
}

/**
 * Waits until the children of a killed server are gone. They notice its death within moments; a new server
 * beside them would write to the same files.
 */
export async function waitForOrphans(folder: DataFolder): Promise<void> {
  const areGone = await waitUntil(() => processesIn(folder.clusterPath).every((pid) => !isAlive(pid)), {
    withinMs: 10_000,
  });
  if (!areGone) throw new StartError(`Processes of a dead PostgreSQL still work in ${folder.clusterPath}.`);
}
