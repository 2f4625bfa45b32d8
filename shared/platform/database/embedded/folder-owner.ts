/**
 * One process at a time runs the PostgreSQL of a data folder; a second one is told who does.
 *
 * The mark of a process that died counts for nothing, so a SIGKILL leaves no lock behind.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../../lifecycle/start-error.js';
import type { DataFolder } from './data-folder.js';
import { processIdentity } from './process-table.js';

function markOf(folder: DataFolder): string {
  return join(folder.path, 'owner');
}

/** Takes the folder for this process, or throws when another that is alive has it. */
export function takeFolder(folder: DataFolder): void {
  const me = processIdentity(process.pid) ?? String(process.pid);
  for (;;) {
    try {
      writeFileSync(markOf(folder), me, { flag: 'wx', mode: 0o600 });
      return;
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
    }
    const holder = readMark(folder);
    const holderPid = Number.parseInt(holder, 10);
    const isHeld = holder !== me && holder !== '' && processIdentity(holderPid) === holder;
    if (isHeld) {
      throw new StartError(
        `The data folder ${folder.path} is in use by process ${holderPid}. Stop it or choose another folder.`,
      );
    }
    rmSync(markOf(folder), { force: true });
  }
}

export function leaveFolder(folder: DataFolder): void {
  rmSync(markOf(folder), { force: true });
}

function readMark(folder: DataFolder): string {
  try {
    return readFileSync(markOf(folder), 'utf8');
  } catch {
    return '';
  }
}
