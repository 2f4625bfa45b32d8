/**
 * Finds out what became of the server that last had a cluster open: still there, on its way out, or dead.
 *
 * A live one is adopted and a dying one waited for. The record that a dead one left is never removed: with it
 * PostgreSQL checks that no child of the dead server still uses the shared memory, and refuses to start beside
 * one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../lifecycle/start-error.js';
import { answers } from './admin-check.js';
import type { Connection } from './connection-file.js';
import type { DataFolder } from './data-folder.js';
import { commandOf, isAlive, isPidTaken } from './process-table.js';
import { recordedServer, type ServerProcess, waitForOrphans } from './server-process.js';
import { waitUntil } from './wait-until.js';

export interface Adopted {
  readonly server: ServerProcess;
  readonly port: number;
}

/** Recovery of a large cluster takes its time; a server that never answers must not block the start for ever. */
const ANSWER_MS_MAX = 60_000;

export async function adoptServer(folder: DataFolder, connection: Connection): Promise<Adopted | undefined> {
  const recorded = recordedServer(folder);
  if (recorded !== undefined && isServerOf(folder, recorded.pid)) {
    const { pid, port } = recorded;
    let isOurs = false;
    const isSettled = await waitUntil(
      async () => {
        isOurs = await answers({ ...connection, port }, folder);
        return isOurs || !isServerOf(folder, pid);
      },
      { withinMs: ANSWER_MS_MAX },
    );
    if (isOurs) return { server: { pid, child: undefined }, port };
    if (!isSettled)
      throw new StartError(`PostgreSQL (process ${pid}) has ${folder.clusterPath} open and does not answer.`);
  }
  await waitForOrphans(folder);
  if (recorded !== undefined && isPidTaken(recorded.pid)) declareDead(folder);
  return undefined;
}

/** Above the highest number that any system gives to a process. */
const NOBODYS_PID = 2_147_483_647;

/**
 * PostgreSQL takes a zombie, or whoever has the number now, for its predecessor; a number of nobody it takes
 * for dead.
 */
function declareDead(folder: DataFolder): void {
  const record = join(folder.clusterPath, 'postmaster.pid');
  writeFileSync(record, readFileSync(record, 'utf8').replace(/^\d+/, String(NOBODYS_PID)));
}

/** The number in the record may belong to a zombie or, after a restart of the machine, to a program of someone else. */
function isServerOf(folder: DataFolder, pid: number): boolean {
  if (!isAlive(pid)) return false;
  return commandOf(pid)?.includes(folder.clusterPath) ?? true;
}
